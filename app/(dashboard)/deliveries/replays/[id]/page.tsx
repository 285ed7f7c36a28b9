import type { Metadata } from "next";
import { ReplayScreen } from "@/components/replays/replay-screen";

export const metadata: Metadata = { title: "Replay" };

export default async function ReplayPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ReplayScreen key={id} id={id} />;
}
