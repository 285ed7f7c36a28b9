import { CircleCheck, CircleX, Lightbulb } from "lucide-react";
import Link from "next/link";
import type { Overview } from "@/components/api";
import { failureTitle } from "@/components/deliveries/words";
import { deliveriesLink } from "@/components/overview/links";
import { countWords } from "@/components/overview/words";
import { Section } from "@/components/shell/page";

type Failing = Overview["failing"];

function Item({ scenario, since }: { scenario: Failing["scenarios"][number]; since: string }) {
  const { scenarioId, scenarioName, nodeNames, failed, retrying, failure } = scenario;
  const counts = [
    { count: failed, status: "failed", word: "failed" },
    { count: retrying, status: "retrying", word: "waiting to retry" },
  ].filter(({ count }) => count > 0);
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex min-w-0 items-center gap-3">
          <CircleX aria-hidden className="size-4 shrink-0 text-danger" />
          <Link
            href={`/scenarios/${scenarioId}`}
            className="wrap-anywhere font-medium hover:text-accent hover:underline"
          >
            {scenarioName}
          </Link>
        </span>
        <span className="wrap-anywhere text-muted">{nodeNames.join(", ")}</span>
        <span className="flex gap-3 sm:ml-auto">
          {counts.map(({ count, status, word }) => (
            <Link
              key={status}
              href={deliveriesLink({ since }, { scenarioId, status })}
              className="tabular-nums underline decoration-border-strong underline-offset-2"
            >
              {countWords(count)} {word}
            </Link>
          ))}
        </span>
      </div>
      {failure ? (
        <div className="pl-7">
          <p className="break-words">
            <span className="font-medium">{failureTitle(failure.kind)}.</span> {failure.message}
          </p>
          {failure.hint ? (
            <p className="wrap-anywhere flex items-start gap-2 text-muted">
              <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0" />
              {failure.hint}
            </p>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

/** The scenarios whose webhooks do not arrive at the moment, with what most of them fail of. */
export function FailingNow({ failing }: { failing: Failing }) {
  const more = failing.total - failing.scenarios.length;
  return (
    <Section title="Failing now">
      {failing.total === 0 ? (
        <p className="flex items-center gap-2 rounded-md border bg-surface px-3 py-2">
          <CircleCheck aria-hidden className="size-4 text-success" />
          No active scenario is failing.
        </p>
      ) : (
        <ul className="divide-y rounded-md border bg-surface">
          {failing.scenarios.map((scenario) => (
            <Item key={scenario.scenarioId} scenario={scenario} since={failing.since} />
          ))}
        </ul>
      )}
      {failing.total > 0 ? (
        <p className="text-muted text-xs">
          {more > 0 ? `And ${countWords(more)} more. ` : ""}Active scenarios of which a webhook has
          failed in the last 24 hours, and none has arrived after it.
        </p>
      ) : null}
    </Section>
  );
}
