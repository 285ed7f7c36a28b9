import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** The end of a form of the settings: saves what was edited, or goes back to what is stored. */
export function SaveRow({
  isEdited,
  busy,
  onDiscard,
  children,
}: {
  isEdited: boolean;
  busy: boolean;
  onDiscard: () => void;
  /** What else can be done, at the end of the row. */
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" variant="primary" busy={busy} disabled={!isEdited}>
        Save
      </Button>
      {isEdited ? (
        <Button variant="ghost" onClick={onDiscard}>
          Discard
        </Button>
      ) : null}
      {children}
    </div>
  );
}
