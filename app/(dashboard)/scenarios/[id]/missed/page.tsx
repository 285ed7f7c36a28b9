import type { Metadata } from "next";
import { MissedScreen } from "@/components/missed/missed-screen";

export const metadata: Metadata = { title: "Missed events" };

export default async function MissedPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <MissedScreen scenarioId={id} />;
}
