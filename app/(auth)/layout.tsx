import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";

export const dynamic = "force-dynamic";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh grid-cols-[minmax(0,1fr)] place-items-center p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2">
          <Mark className="size-8" />
          <p className="leading-5">
            <span className="block font-semibold text-base">TraderLaunchpad</span>
            <span className="block text-muted text-sm">Integrations</span>
          </p>
        </div>
        {children}
      </div>
    </main>
  );
}
