import { Trash2 } from "lucide-react";
import type { FieldErrors } from "@/components/api/fields";
import type { ItemDraft } from "@/components/orders/order-draft";
import { sentenceCase } from "@/components/orders/words";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";

const KEYS = ["name", "sku", "quantity", "price"] as const;
type Key = (typeof KEYS)[number];

/** The fields of one item of an order. */
export function OrderItem({
  item,
  index,
  errors,
  onChange,
  onRemove,
}: {
  item: ItemDraft;
  index: number;
  errors: FieldErrors;
  onChange: (key: Key, value: string) => void;
  /** Left out for the only item. */
  onRemove: (() => void) | undefined;
}) {
  return (
    <fieldset className="rounded-md border p-3">
      <legend className="px-1 font-medium text-sm">Item {index + 1}</legend>
      <div className="grid gap-3 sm:grid-cols-[2fr_1fr_5rem_6rem_auto]">
        {KEYS.map((key) => (
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
                onChange={(event) => onChange(key, event.target.value)}
              />
            )}
          </Field>
        ))}
        <Button
          variant="ghost"
          size="icon"
          className="mt-6 self-start"
          aria-label={`Remove item ${index + 1}`}
          disabled={!onRemove}
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
    </fieldset>
  );
}
