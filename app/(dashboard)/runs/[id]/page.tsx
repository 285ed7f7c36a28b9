import type { Metadata } from "next";
import { RunScreen } from "@/components/runs/run-screen";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RunScreen key={id} id={id} />;
}
