"use client";

import { Sparkles } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Allowed } from "@/components/access";
import { problemText } from "@/components/api";
import { useCreateOrder } from "@/components/orders/use-create-order";
import { Button } from "@/components/ui/button";

export function MockOrderButton({
  variant,
  size,
}: {
  variant?: "primary" | "secondary";
  size?: "sm" | "md";
}) {
  const router = useRouter();
  const create = useCreateOrder({
    onCreated: (order) => {
      toast.success(`Order ${order.orderId} was created.`, {
        action: { label: "Open", onClick: () => router.push(`/orders/${order.id}`) },
      });
    },
    onError: (error) => {
      toast.error(`No order was created: ${problemText(error)}`);
    },
  });
  const label = (
    <>
      <Sparkles aria-hidden />
      Create mock order
    </>
  );
  return (
    <Allowed to="orders:write" instead={label} size={size ?? "md"}>
      <Button
        variant={variant}
        size={size}
        busy={create.isBusy}
        onClick={() => create.run(undefined)}
      >
        {label}
      </Button>
    </Allowed>
  );
}
