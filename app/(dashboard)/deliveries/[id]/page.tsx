import type { Metadata } from "next";
import { DeliveryScreen } from "@/components/deliveries/delivery-screen";

export const metadata: Metadata = { title: "Delivery" };

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <DeliveryScreen key={id} id={id} />;
}
