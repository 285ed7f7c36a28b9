import type { Metadata } from "next";
import { InboxesScreen } from "@/components/inboxes/inboxes-screen";

export const metadata: Metadata = { title: "Test inbox" };

export default function InboxesPage() {
  return <InboxesScreen />;
}
