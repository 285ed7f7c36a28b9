import type { Metadata } from "next";
import { InboxScreen } from "@/components/inboxes/inbox-screen";

export const metadata: Metadata = { title: "Test inbox" };

export default async function InboxPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <InboxScreen key={id} id={id} />;
}
