import { type LucideIcon, ShieldAlert, ShieldCheck, ShieldOff, ShieldX } from "lucide-react";
import type { InboxMessage } from "@/components/api";
import { Badge, type Tone } from "@/components/ui/badge";
import { signatureResultSchema } from "@/lib/inboxes/schemas";

const looks: Record<InboxMessage["signature"], { label: string; icon: LucideIcon; tone: Tone }> = {
  valid: { label: "Signature valid", icon: ShieldCheck, tone: "success" },
  invalid: { label: "Signature not valid", icon: ShieldX, tone: "danger" },
  unsigned: { label: "Not signed", icon: ShieldAlert, tone: "warning" },
  "no-secret": { label: "Not checked: no secret", icon: ShieldOff, tone: "neutral" },
};

export function SignatureBadge({ signature }: { signature: InboxMessage["signature"] }) {
  const { label, icon: Icon, tone } = looks[signature] ?? looks["no-secret"];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {label}
    </Badge>
  );
}

export const signatureOptions = signatureResultSchema.options.map((value) => ({
  value,
  label: looks[value].label,
}));
