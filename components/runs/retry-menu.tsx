"use client";

import { ChevronDown, Repeat } from "lucide-react";
import { Fragment, useState } from "react";
import { toast } from "sonner";
import { useRefusal } from "@/components/access";
import type { RunDetail } from "@/components/api";
import { useRetry } from "@/components/runs/use-retry";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import { RETRY_VERSIONS, type RetryOptionView } from "@/lib/runs/schemas";

const FROM: Record<RetryOptionView["from"], string> = {
  failed: "From the failed node",
  start: "From the start…",
};

function versionWords({ version, versionNumber }: RetryOptionView): string {
  if (version === "current") return `Current version ${versionNumber}`;
  return versionNumber === null ? "The draft that was tested" : `Same version ${versionNumber}`;
}

/** One way to retry; one that can't be chosen says why and can be reached by the keyboard. */
function Choice({ option, onChoose }: { option: RetryOptionView; onChoose: () => void }) {
  const { refusal } = option;
  return (
    <DropdownMenuItem
      aria-disabled={refusal !== null}
      className="flex-col items-start gap-0 py-1.5"
      onSelect={() => (refusal === null ? onChoose() : toast.info(refusal))}
    >
      <span className={refusal === null ? undefined : "text-muted"}>{FROM[option.from]}</span>
      {refusal === null ? null : <span className="text-muted text-xs">{refusal}</span>}
    </DropdownMenuItem>
  );
}

/** Carries a run out once more: from where, and on which version. */
export function RetryMenu({ run }: { run: Pick<RunDetail, "id" | "retryOptions"> }) {
  const refusal = useRefusal("deliveries:write");
  const retry = useRetry(run.id);
  const [asked, setAsked] = useState<RetryOptionView | null>(null);
  const options = run.retryOptions;
  const label = (
    <>
      <Repeat aria-hidden />
      Retry
      <ChevronDown aria-hidden />
    </>
  );
  const [first] = options;
  const common = options.every((option) => option.refusal === first?.refusal);
  const reason = refusal ?? (common ? first?.refusal : null);
  if (reason) {
    return (
      <UnavailableButton reason={reason} className="h-8 px-3">
        {label}
      </UnavailableButton>
    );
  }
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button busy={retry.isBusy}>{label}</Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent className="max-w-72">
          {RETRY_VERSIONS.map((version) => {
            const choices = options.filter((each) => each.version === version);
            const [one] = choices;
            if (!one) return null;
            return (
              <Fragment key={version}>
                {version === "current" ? <DropdownMenuSeparator /> : null}
                <DropdownMenuLabel>{versionWords(one)}</DropdownMenuLabel>
                {choices.map((option) => (
                  <Choice
                    key={option.from}
                    option={option}
                    onChoose={() =>
                      option.from === "start" ? setAsked(option) : void retry.run(option)
                    }
                  />
                ))}
              </Fragment>
            );
          })}
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsked(null);
        }}
        title="Retry this run from the start?"
        description="Everything is done again. Each receiver gets a new delivery under a new id, also where the first one has arrived: by its id a receiver can't tell that it is the same."
        confirmLabel="Retry from the start"
        cancelLabel="Leave it"
        danger={false}
        onConfirm={() => asked && retry.run(asked)}
      />
    </>
  );
}
