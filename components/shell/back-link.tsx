import { ChevronLeft } from "lucide-react";
import Link from "next/link";

export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="wrap-anywhere -mt-0.5 -mb-2.5 inline-flex items-center gap-1 self-start rounded-sm py-0.5 text-muted text-sm hover:text-foreground"
    >
      <ChevronLeft aria-hidden className="size-4 shrink-0" />
      {children}
    </Link>
  );
}
