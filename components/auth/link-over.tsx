import Link from "next/link";
import type { ReactNode } from "react";
import { buttonStyles } from "@/components/ui/button";

/** In place of a form whose link lets nobody in: what happened, and what to do. */
export function LinkOver({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1 className="font-semibold text-xl">{title}</h1>
      <div className="mt-1 mb-4 flex flex-col gap-2 text-muted">{children}</div>
      <Link href="/sign-in" className={buttonStyles({})}>
        Go to the sign-in page
      </Link>
    </>
  );
}
