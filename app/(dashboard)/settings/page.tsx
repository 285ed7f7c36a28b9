import type { Metadata } from "next";
import { Account } from "@/components/settings/account";
import { ApiKeys } from "@/components/settings/api-keys";
import { Appearance } from "@/components/settings/appearance";
import { AuditLog } from "@/components/settings/audit-log";
import { Instance } from "@/components/settings/instance";
import { Notifications } from "@/components/settings/notifications";
import { Outgoing } from "@/components/settings/outgoing";
import { People } from "@/components/settings/people";
import { Preferences } from "@/components/settings/preferences";
import { SettingsNav } from "@/components/settings/settings-nav";
import { PageFrame } from "@/components/shell/page";

export const metadata: Metadata = { title: "Settings" };

/** One's own first. Each has a place of its own on the page, which links lead to. */
const parts = [
  { id: "account", label: "Your account", content: <Account /> },
  { id: "theme", label: "Theme", content: <Appearance /> },
  { id: "people", label: "People", content: <People /> },
  { id: "api-keys", label: "API keys", content: <ApiKeys /> },
  { id: "notifications", label: "Notifications", content: <Notifications /> },
  { id: "outgoing", label: "Where webhooks may go", content: <Outgoing /> },
  { id: "preferences", label: "Replays and retention", content: <Preferences /> },
  { id: "audit-log", label: "Audit log", content: <AuditLog /> },
  { id: "instance", label: "About", content: <Instance /> },
] as const;

export default function SettingsPage() {
  return (
    <PageFrame title="Settings" narrow>
      <SettingsNav parts={parts} />
      <div className="flex flex-col gap-8">
        {parts.map(({ id, content }) => (
          <div key={id} id={id} className="flex scroll-mt-16 flex-col gap-8">
            {content}
          </div>
        ))}
      </div>
    </PageFrame>
  );
}
