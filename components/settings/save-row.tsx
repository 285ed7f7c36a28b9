import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** The end of a form of the settings: saves what was edited, or goes back to what is stored. */
export function SaveRow({
  isEdited,
  save,
  onDiscard,
  children,
}: {
  isEdited: boolean;
  save: { isBusy: boolean; reset: () => void };
  /** Forgets what was edited; what the server had against it goes with that. */
  onDiscard: () => void;
  /** What else can be done, at the end of the row. */
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" variant="primary" busy={save.isBusy} disabled={!isEdited}>
        Save
      </Button>
      {isEdited ? (
        <Button
          variant="ghost"
          onClick={() => {
            onDiscard();
            save.reset();
          }}
        >
          Discard
        </Button>
      ) : null}
      {children}
    </div>
  );
}
