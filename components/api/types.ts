import type { DeliveryView } from "@/lib/deliveries/schemas";
import type { OverviewView } from "@/lib/instance/schemas";
import type { OrderDetailView } from "@/lib/orders/schemas";
import type { RunDetailView } from "@/lib/runs/schemas";

/** What the REST API answers with, under the names that the screens use. */

export type { AccountView as Account, SessionView as Session } from "@/lib/account/schemas";
export type { AppView as AppInfo, OperationView as AppOperation } from "@/lib/apps/schemas";
export type {
  AuditActorOption as AuditActor,
  AuditEntryView as AuditEntry,
} from "@/lib/audit/schemas";
export type { ApiKeyDto as ApiKey, CreatedApiKey as NewApiKey } from "@/lib/auth/api-keys/schemas";
export type {
  AttemptView as Attempt,
  DeliveryDetailView as DeliveryDetail,
  DeliveryView as Delivery,
} from "@/lib/deliveries/schemas";
export type { InboxDto as Inbox, InboxMessageDto as InboxMessage } from "@/lib/inboxes/schemas";
export type { OverviewView as Overview, SettingsView as Settings } from "@/lib/instance/schemas";
export type {
  NotificationPageView as NotificationPage,
  NotificationSettingsView as NotificationSettings,
  NotificationView as Notification,
  SendView as NotificationSend,
} from "@/lib/notifications/schemas";
export type { OrderDetailView as OrderDetail, OrderView as Order } from "@/lib/orders/schemas";
export type {
  InvitationView as Invitation,
  NewInvitationView as NewInvitation,
  PersonView as Person,
  ResetLinkView as ResetLink,
} from "@/lib/people/schemas";
export type {
  ReplayDetailView as ReplayDetail,
  ReplayItemView as ReplayItem,
  ReplayPreviewView as ReplayPreview,
  ReplayView as Replay,
} from "@/lib/replays/schemas";
export type { RunDetailView as RunDetail, RunView as Run } from "@/lib/runs/schemas";

export type { ScenarioView as ScenarioSummary } from "@/lib/scenarios/schemas";

export type Failure = NonNullable<DeliveryView["lastFailure"]>;
export type OrderTrace = OrderDetailView["trace"];
export type RunStep = RunDetailView["steps"][number];
export type GuideStepKey = OverviewView["guide"]["steps"][number]["key"];

export type { Page } from "@/lib/http/page";
