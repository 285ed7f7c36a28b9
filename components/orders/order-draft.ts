import { createOrderSchema } from "@/lib/orders/schemas";

export type ItemDraft = { key: number; name: string; sku: string; quantity: string; price: string };

export type OrderDraft = {
  email: string;
  firstName: string;
  lastName: string;
  phone: string;
  paymentStatus: string;
  status: string;
  items: ItemDraft[];
};

export const emptyItem = (key: number): ItemDraft => ({
  key,
  name: "",
  sku: "",
  quantity: "1",
  price: "",
});

export const emptyDraft = (): OrderDraft => ({
  email: "",
  firstName: "",
  lastName: "",
  phone: "",
  paymentStatus: "pending",
  status: "pending",
  items: [emptyItem(0)],
});

const orUndefined = (text: string) => (text.trim() === "" ? undefined : text.trim());

/** A plain decimal as people type it, with a point or a comma; NaN for anything else. */
export function toNumber(text: string): number {
  const plain = /^(\d+)(?:[.,](\d+))?$/.exec(text.trim());
  return plain ? Number(`${plain[1]}.${plain[2] ?? "0"}`) : Number.NaN;
}

/** Whether anything was typed or chosen that would be lost. */
export const isTouched = (draft: OrderDraft) =>
  JSON.stringify(draft) !== JSON.stringify(emptyDraft());

/** What was typed as the body of the request, checked by the server's own schema. */
export function parseDraft(draft: OrderDraft) {
  return createOrderSchema.safeParse({
    email: draft.email.trim(),
    customerInfo: {
      firstName: draft.firstName,
      lastName: draft.lastName,
      phone: orUndefined(draft.phone),
    },
    items: draft.items.map((item) => ({
      name: item.name,
      sku: orUndefined(item.sku),
      quantity: toNumber(item.quantity),
      price: toNumber(item.price),
    })),
    paymentStatus: draft.paymentStatus,
    status: draft.status,
  });
}
