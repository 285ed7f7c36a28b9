"use client";

import { ShieldAlert } from "lucide-react";
import { useRefusal } from "@/components/access";
import { AuditExport } from "@/components/audit/audit-export";
import { AuditLog } from "@/components/audit/audit-log";
import { useAuditFilters } from "@/components/audit/use-audit-filters";
import { PageFrame } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";

const back = { href: "/settings", label: "Settings" };

/** Who did what to which thing, and from where; for those who may read it. */
export function AuditPage() {
  const refusal = useRefusal("audit:read");
  if (refusal === null) return <Readable />;
  return (
    <PageFrame title="Audit log" back={back}>
      <EmptyState icon={ShieldAlert} title="You can’t see the audit log" description={refusal} />
    </PageFrame>
  );
}

function Readable() {
  const filtering = useAuditFilters();
  return (
    <PageFrame
      title="Audit log"
      description="Who did what to which thing, and from where. Entries are kept for ever."
      back={back}
      actions={<AuditExport filters={filtering.filters} />}
    >
      <AuditLog {...filtering} />
    </PageFrame>
  );
}
