import Link from "next/link";
import type { Overview } from "@/components/api";
import { deliveriesLink, ordersLink, runsLink } from "@/components/overview/links";
import { barWords, countWords, STACK } from "@/components/overview/words";
import { statusLook } from "@/components/ui/status-badge";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

function Count({ count, href }: { count: number; href: string }) {
  return (
    <TD className="text-right">
      {count === 0 ? (
        <span className="text-muted">0</span>
      ) : (
        <Link href={href} prefetch={false} className="hover:underline">
          {countWords(count)}
        </Link>
      )}
    </TD>
  );
}

/** The figures of the chart, and what it does not show, the newest first. */
export function FiguresTable({ overview }: { overview: Overview }) {
  return (
    <Table label="The same figures as a table">
      <THead>
        <tr>
          <TH>{overview.range === "24h" ? "Hour" : "Day"}</TH>
          <TH className="text-right">Orders</TH>
          <TH className="text-right">Runs</TH>
          {STACK.map((status) => (
            <TH key={status} className="text-right">
              {statusLook(status).label}
            </TH>
          ))}
        </tr>
      </THead>
      <TBody>
        {overview.bars.toReversed().map((bar) => {
          return (
            <TR key={bar.since}>
              <th scope="row" className="whitespace-nowrap pr-2 pl-3 font-normal">
                {barWords(bar, overview)}
              </th>
              <Count count={bar.orders} href={ordersLink(bar)} />
              <Count count={bar.runs} href={runsLink(bar)} />
              {STACK.map((status) => (
                <Count
                  key={status}
                  count={bar.deliveries[status]}
                  href={deliveriesLink(bar, { status })}
                />
              ))}
            </TR>
          );
        })}
      </TBody>
    </Table>
  );
}
