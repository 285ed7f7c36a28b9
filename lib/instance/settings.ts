import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { env } from "@/lib/env";
import { health } from "@/lib/instance/health";
import { getPreferences } from "@/lib/instance/preferences";
import type { SettingsView } from "@/lib/instance/schemas";
import { allowedCidrs, isLoopbackOpen, outboundProxy } from "@/lib/net/outbound-guard";
import { describeSchedule } from "@/lib/webhooks/schedule";

/** What Settings shows of the instance. */
export async function getSettings(_: { actor: Actor }): Promise<SettingsView> {
  const { HOST, WEBHOOK_BACKOFF_BASE_SECONDS } = env();
  const [{ version, engine, database }, preferences] = await Promise.all([
    health(),
    getPreferences(),
  ]);
  return {
    version,
    engine,
    database,
    appUrl: env().appUrl,
    network: {
      host: HOST,
      allowedCidrs: allowedCidrs(),
      proxy: proxyName(),
      loopbackAllowed: isLoopbackOpen(),
    },
    retry: {
      baseSeconds: WEBHOOK_BACKOFF_BASE_SECONDS,
      schedule: describeSchedule(5, WEBHOOK_BACKOFF_BASE_SECONDS),
    },
    preferences,
  };
}

/** Where the outgoing proxy is, without its credentials. */
function proxyName(): string | null {
  const proxy = outboundProxy();
  return proxy && `${proxy.hostname}:${proxy.port}`;
}
