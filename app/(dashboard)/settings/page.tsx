import type { Metadata } from "next";
import { ApiKeys } from "@/components/settings/api-keys";
import { Appearance } from "@/components/settings/appearance";
import { Instance } from "@/components/settings/instance";
import { Notifications } from "@/components/settings/notifications";
import { Preferences } from "@/components/settings/preferences";
import { PageFrame } from "@/components/shell/page";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsPage() {
  return (
    <PageFrame title="Settings" narrow>
      <div className="flex flex-col gap-8">
        <ApiKeys />
        <Appearance />
        <Notifications />
        <Preferences />
        <Instance />
      </div>
    </PageFrame>
  );
}
