"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { type FormEvent, useState } from "react";
import { apiFetch, type Settings, settingsKeys } from "@/components/api";
import { fieldText } from "@/components/api/fields";
import { type ReplayScope, useStartReplay } from "@/components/replays/actions";
import { countWords, deliveriesWords } from "@/components/replays/words";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { durationWords } from "@/components/ui/relative-time";
import { statusLook } from "@/components/ui/status-badge";
import { DELIVERY_STATUSES, type DeliveryView } from "@/lib/deliveries/schemas";
import { REPLAY_MAX } from "@/lib/replays/schemas";

export type StatusCounts = Partial<Record<DeliveryView["status"], number>>;

interface Props {
  scope: ReplayScope;
  count: number;
  byStatus: StatusCounts;
}

/** Beyond what one replay may have nothing is counted. */
const isCounted = ({ count }: Pick<Props, "count">) => count <= REPLAY_MAX;
const tooManyWords = `more than ${countWords(REPLAY_MAX)}`;

/** "1,100 failed, 104 succeeded". */
const statusWords = (byStatus: StatusCounts) =>
  DELIVERY_STATUSES.flatMap((status) => {
    const count = byStatus[status] ?? 0;
    return count > 0 ? [`${countWords(count)} ${statusLook(status).label.toLowerCase()}`] : [];
  }).join(", ");

/** What will happen, before it does. */
function Consequences({ count, byStatus }: Pick<Props, "count" | "byStatus">) {
  const succeeded = byStatus.succeeded ?? 0;
  const left = (byStatus.pending ?? 0) + (byStatus.sending ?? 0);
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4">
      <li>
        Now: {statusWords(byStatus)}.
        {succeeded > 0
          ? ` ${succeeded === count ? "All" : countWords(succeeded)} arrived before, and will arrive once more.`
          : null}
        {left > 0 ? " One that is being sent when its turn comes is left out." : null}
      </li>
      <li>Each is sent with the configuration of its webhook that is published now.</li>
      <li>Each receiver gets the same body as before, under the same delivery id.</li>
      <li>What has left can’t be called back; the rest can be cancelled at any time.</li>
    </ul>
  );
}

function StartForm({ scope, count, byStatus, onClose }: Props & { onClose: () => void }) {
  const settings = useQuery({
    queryKey: settingsKeys.lists,
    queryFn: ({ signal }) => apiFetch<Settings>("/api/v1/settings", { signal }),
    staleTime: 15_000,
  });
  const usual = settings.data?.preferences.replay.perSecond;
  const [entered, setEntered] = useState<string | null>(null);
  const rate = entered === null ? usual : Number(entered || Number.NaN);
  const start = useStartReplay(scope);
  const isTooMany = !isCounted({ count });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void start.run(rate);
  };
  const hint =
    rate && rate > 0
      ? `At most so many are sent in a second: it takes about ${durationWords((count / rate) * 1000)}.`
      : "At most so many are sent in a second.";
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {isTooMany ? null : <Consequences count={count} byStatus={byStatus} />}
      {isTooMany ? (
        <p role="alert" className="text-danger">
          These are more than the {countWords(REPLAY_MAX)} that one replay may have. Narrow the
          filters, for example by time.
        </p>
      ) : (
        <Field label="Resends per second" hint={hint} error={fieldText(start.error, "perSecond")}>
          {(control) => (
            <Input
              {...control}
              type="number"
              inputMode="numeric"
              min={1}
              max={200}
              className="w-24"
              value={entered ?? usual ?? ""}
              onChange={(event) => {
                setEntered(event.target.value);
                start.reset();
              }}
            />
          )}
        </Field>
      )}
      <DialogFooter className="mt-0">
        <Button onClick={onClose}>Not now</Button>
        <Button type="submit" variant="primary" busy={start.isBusy} disabled={isTooMany}>
          <RotateCw aria-hidden />
          Resend {isTooMany ? null : countWords(count)}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** A button that resends many deliveries: it says what will happen, at which rate, and leads there. */
export function StartReplayDialog({ disabled, ...props }: Props & { disabled: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm" disabled={disabled || props.count === 0}>
          <RotateCw aria-hidden />
          Resend {isCounted(props) ? countWords(props.count) : tooManyWords}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Resend ${isCounted(props) ? deliveriesWords(props.count) : `${tooManyWords} deliveries`}?`}
      >
        <StartForm {...props} onClose={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}
