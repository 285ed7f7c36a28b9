import type { ReactNode } from "react";
import { BackLink } from "@/components/shell/back-link";
import { cn } from "@/components/ui/cn";

/** The frame of every ordinary page: one heading, its actions, the content. */
export function PageFrame({
  title,
  description,
  actions,
  children,
  narrow = false,
  back,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  narrow?: boolean;
  /** The list this page belongs to. */
  back?: { href: string; label: string };
}) {
  return (
    <div
      className={cn("mx-auto flex flex-col gap-4 p-4 md:p-6", narrow ? "max-w-3xl" : "max-w-7xl")}
    >
      {back ? <BackLink href={back.href}>{back.label}</BackLink> : null}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="wrap-anywhere min-w-48 flex-1">
          <h1 className="font-semibold text-xl">{title}</h1>
          {description ? <div className="text-muted text-sm">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  actions,
  children,
  className,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={cn("flex min-w-0 flex-col gap-2", className)}>
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="flex-1 font-semibold text-base">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
