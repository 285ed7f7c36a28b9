"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { ApiProblem, problemText } from "@/components/api";
import { FormError } from "@/components/auth/form-error";
import {
  emptyDraft,
  emptyItem,
  type OrderDraft,
  parseDraft,
} from "@/components/orders/order-draft";
import { useCreateOrder } from "@/components/orders/use-create-order";
import { sentenceCase } from "@/components/orders/words";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { ORDER_STATUSES, PAYMENT_STATUSES } from "@/lib/orders/schemas";

type Errors = Partial<Record<string, string>>;

const options = (values: readonly string[]) =>
  values.map((value) => ({ value, label: sentenceCase(value) }));

/** zod's own English for a missing number is of no use to a person. */
const plain = (message: string) =>
  message.startsWith("Invalid input") ? "must be a number" : message;

export function CreateOrderDialog() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
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
        <OrderForm onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function OrderForm({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const create = useCreateOrder();
  const [draft, setDraft] = useState<OrderDraft>(emptyDraft);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const set = (values: Partial<OrderDraft>) => setDraft({ ...draft, ...values });
  const setItem = (key: number, values: Partial<OrderDraft["items"][number]>) =>
    set({ items: draft.items.map((item) => (item.key === key ? { ...item, ...values } : item)) });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = parseDraft(draft);
    setProblem(null);
    if (!parsed.success) {
      setErrors(
        Object.fromEntries(
          parsed.error.issues.map((issue) => [issue.path.join("."), plain(issue.message)]),
        ),
      );
      return;
    }
    setErrors({});
    create.mutate(parsed.data, {
      onSuccess: (order) => {
        toast.success(`Order ${order.orderId} was created.`);
        onDone();
        router.push(`/orders/${order.id}`);
      },
      onError: (error) => {
        if (error instanceof ApiProblem && error.errors) {
          setErrors(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
        }
        setProblem(problemText(error));
      },
    });
  };

  const text = (key: "email" | "firstName" | "lastName" | "phone", label: string, path: string) => (
    <Field label={label} error={errors[path]}>
      {(control) => (
        <Input
          {...control}
          type={key === "email" ? "email" : "text"}
          value={draft[key]}
          onChange={(event) => set({ [key]: event.target.value })}
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
        <Field label="Payment">
          {(control) => (
            <Select
              {...control}
              value={draft.paymentStatus}
              onValueChange={(paymentStatus) => set({ paymentStatus })}
              options={options(PAYMENT_STATUSES)}
            />
          )}
        </Field>
        <Field label="Order status">
          {(control) => (
            <Select
              {...control}
              value={draft.status}
              onValueChange={(status) => set({ status })}
              options={options(ORDER_STATUSES)}
            />
          )}
        </Field>
      </div>
      {draft.items.map((item, index) => (
        <fieldset key={item.key} className="rounded-md border p-3">
          <legend className="px-1 font-medium text-sm">Item {index + 1}</legend>
          <div className="grid gap-3 sm:grid-cols-[2fr_1fr_5rem_6rem_auto]">
            {(["name", "sku", "quantity", "price"] as const).map((key) => (
              <Field
                key={key}
                label={key === "sku" ? "SKU (optional)" : sentenceCase(key)}
                error={errors[`items.${index}.${key}`]}
              >
                {(control) => (
                  <Input
                    {...control}
                    inputMode={key === "quantity" || key === "price" ? "decimal" : undefined}
                    value={item[key]}
                    onChange={(event) => setItem(item.key, { [key]: event.target.value })}
                  />
                )}
              </Field>
            ))}
            <Button
              variant="ghost"
              size="icon"
              className="mt-6 self-start"
              aria-label={`Remove item ${index + 1}`}
              disabled={draft.items.length === 1}
              onClick={() => set({ items: draft.items.filter(({ key }) => key !== item.key) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        </fieldset>
      ))}
      <Button
        className="self-start"
        size="sm"
        onClick={() =>
          set({
            items: [...draft.items, emptyItem(Math.max(...draft.items.map(({ key }) => key)) + 1)],
          })
        }
      >
        <Plus aria-hidden />
        Add an item
      </Button>
      <DialogFooter>
        <Button onClick={onDone}>Close</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          Create order
        </Button>
      </DialogFooter>
    </form>
  );
}
