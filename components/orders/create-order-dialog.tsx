"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { emptyDraft, isTouched } from "@/components/orders/order-draft";
import { OrderForm } from "@/components/orders/order-form";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";

export function CreateOrderDialog() {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(emptyDraft);
  const [asks, setAsks] = useState(false);
  const close = () => {
    setOpen(false);
    setDraft(emptyDraft());
  };
  const leave = () => (isTouched(draft) ? setAsks(true) : close());
  return (
    <>
      <Dialog open={open} onOpenChange={(next) => (next ? setOpen(true) : leave())}>
        <DialogTrigger asChild>
          <Button variant="primary">
            <Plus aria-hidden />
            Create test order
          </Button>
        </DialogTrigger>
        <DialogContent
          title="Create test order"
          description="It is stored and stated like any other order, and active scenarios react to it."
          className="max-w-2xl"
        >
          <OrderForm draft={draft} onChange={setDraft} onLeave={leave} onCreated={close} />
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title="Throw away this order?"
        description="What you have typed is not saved."
        confirmLabel="Throw away"
        cancelLabel="Keep typing"
        onConfirm={close}
      />
    </>
  );
}
