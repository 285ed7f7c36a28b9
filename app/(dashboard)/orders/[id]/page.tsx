import type { Metadata } from "next";
import { OrderScreen } from "@/components/orders/order-screen";

export const metadata: Metadata = { title: "Order" };

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <OrderScreen key={id} id={id} />;
}
