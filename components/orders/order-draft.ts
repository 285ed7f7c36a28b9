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
const toNumber = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

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
