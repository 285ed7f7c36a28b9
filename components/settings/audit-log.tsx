"use client";

import Link from "next/link";
import { useRefusal } from "@/components/access";
import { Section } from "@/components/shell/page";
import { buttonStyles } from "@/components/ui/button";

export function AuditLog() {
  const refusal = useRefusal("audit:read");
  return (
    <Section title="Audit log">
      <div className="flex flex-col items-start gap-2">
        <p className="text-muted">
          Who did what to which thing, when and from where; also who signed in, and who tried in
          vain. Entries are never changed, and are kept for ever.
        </p>
        {refusal === null ? (
          <Link href="/audit" className={buttonStyles({})}>
            Open the audit log
          </Link>
        ) : (
          <p className="text-muted">{refusal}</p>
        )}
      </div>
    </Section>
  );
}
