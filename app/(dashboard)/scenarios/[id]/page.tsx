import type { Metadata } from "next";
import { ScenarioEditor } from "@/components/scenario-editor/editor";

export const metadata: Metadata = { title: "Scenario" };

export default async function ScenarioPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ScenarioEditor scenarioId={id} />;
}
