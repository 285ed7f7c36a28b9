"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { problemText } from "@/components/api";
import { type FieldErrors, fieldErrors } from "@/components/api/fields";
import { FormError } from "@/components/auth/form-error";
import { emptyItem, type OrderDraft, parseDraft } from "@/components/orders/order-draft";
import { OrderItem } from "@/components/orders/order-item";
import { useCreateOrder } from "@/components/orders/use-create-order";
import { sentenceCase } from "@/components/orders/words";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { ORDER_STATUSES, PAYMENT_STATUSES } from "@/lib/orders/schemas";

const options = (values: readonly string[]) =>
  values.map((value) => ({ value, label: sentenceCase(value) }));

/** The errors without those of what was just changed: a path, or all below it. */
const without = (errors: FieldErrors, path: string): FieldErrors =>
  Object.fromEntries(
    Object.entries(errors).filter(([key]) => key !== path && !key.startsWith(`${path}.`)),
  );

export function OrderForm({
  draft,
  onChange,
  onLeave,
  onCreated,
}: {
  draft: OrderDraft;
  onChange: (draft: OrderDraft) => void;
  onLeave: () => void;
  onCreated: () => void;
}) {
  const [errors, setErrors] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const create = useCreateOrder({
    leadsTo: (order) => `/orders/${order.id}`,
    onCreated: (order) => {
      toast.success(`Order ${order.orderId} was created.`);
      onCreated();
    },
    onError: (error) => {
      const faults = fieldErrors(error);
      if (faults) setErrors(faults);
      setProblem(
        faults ? "The order was not created. See what is marked below." : problemText(error),
      );
    },
  });
  /** Takes over what was changed; `path` is what the server calls it. */
  const set = (values: Partial<OrderDraft>, path: string) => {
    onChange({ ...draft, ...values });
    setErrors(without(errors, path));
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = parseDraft(draft);
    setProblem(null);
    setErrors(fieldErrors(parsed.error) ?? {});
    if (parsed.success) void create.run(parsed.data);
  };

  const text = (key: "email" | "firstName" | "lastName" | "phone", label: string, path: string) => (
    <Field label={label} error={errors[path]}>
      {(control) => (
        <Input
          {...control}
          type={key === "email" ? "email" : "text"}
          autoFocus={key === "firstName"}
          value={draft[key]}
          onChange={(event) => set({ [key]: event.target.value }, path)}
        />
      )}
    </Field>
  );
  const choice = (key: "paymentStatus" | "status", label: string, values: readonly string[]) => (
    <Field label={label} error={errors[key]}>
      {(control) => (
        <Select
          {...control}
          value={draft[key]}
          onValueChange={(value) => set({ [key]: value }, key)}
          options={options(values)}
        />
      )}
    </Field>
  );

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <FormError text={problem} />
      <div className="grid gap-3 sm:grid-cols-2">
        {text("firstName", "First name", "customerInfo.firstName")}
        {text("lastName", "Last name", "customerInfo.lastName")}
        {text("email", "Email", "email")}
        {text("phone", "Phone (optional)", "customerInfo.phone")}
        {choice("paymentStatus", "Payment", PAYMENT_STATUSES)}
        {choice("status", "Order status", ORDER_STATUSES)}
      </div>
      {draft.items.map((item, index) => (
        <OrderItem
          key={item.key}
          item={item}
          index={index}
          errors={errors}
          onChange={(key, value) =>
            set(
              { items: draft.items.map((one) => (one === item ? { ...one, [key]: value } : one)) },
              `items.${index}.${key}`,
            )
          }
          onRemove={
            draft.items.length === 1
              ? undefined
              : () => set({ items: draft.items.filter((one) => one !== item) }, "items")
          }
        />
      ))}
      <Button
        className="self-start"
        size="sm"
        onClick={() => {
          const key = Math.max(...draft.items.map((item) => item.key)) + 1;
          onChange({ ...draft, items: [...draft.items, emptyItem(key)] });
        }}
      >
        <Plus aria-hidden />
        Add an item
      </Button>
      <DialogFooter>
        <Button onClick={onLeave}>Close</Button>
        <Button type="submit" variant="primary" busy={create.isBusy}>
          Create order
        </Button>
      </DialogFooter>
    </form>
  );
}
