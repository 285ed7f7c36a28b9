import { Send } from "lucide-react";
import Link from "next/link";
import type { Overview } from "@/components/api";
import { DeliveryCells, deliveryColumns } from "@/components/deliveries/delivery-row";
import { WideRow } from "@/components/shell/list-states";
import { ColumnHeads } from "@/components/shell/list-table";
import { Section } from "@/components/shell/page";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TBody, THead, TR } from "@/components/ui/table";

export function RecentDeliveries({ deliveries }: { deliveries: Overview["recentDeliveries"] }) {
  return (
    <Section
      title="Recent deliveries"
      actions={
        <Link href="/deliveries" className={buttonStyles({ variant: "ghost", size: "sm" })}>
          All deliveries
        </Link>
      }
    >
      <Table label="Recent deliveries">
        <THead>
          <tr>
            <ColumnHeads columns={deliveryColumns} />
          </tr>
        </THead>
        <TBody>
          {deliveries.length === 0 ? (
            <WideRow columns={deliveryColumns.length}>
              <EmptyState
                icon={Send}
                title="Nothing has been sent yet"
                description="Deliveries appear here as soon as a scenario sends its first webhook."
              />
            </WideRow>
          ) : null}
          {deliveries.map((delivery) => (
            <TR key={delivery.id}>
              <DeliveryCells delivery={delivery} />
            </TR>
          ))}
        </TBody>
      </Table>
    </Section>
  );
}
