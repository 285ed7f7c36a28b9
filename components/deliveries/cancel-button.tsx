import { Ban } from "lucide-react";
import { Allowed } from "@/components/access";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";

/** Stops what is being sent, a delivery or a replay, after asking. */
export function CancelButton({
  what,
  description,
  onCancel,
}: {
  /** As "delivery". */
  what: string;
  description: string;
  onCancel: () => Promise<unknown>;
}) {
  return (
    <Allowed to="deliveries:write">
      <ConfirmDialog
        trigger={
          <Button>
            <Ban aria-hidden />
            Cancel
          </Button>
        }
        title={`Cancel this ${what}?`}
        description={description}
        confirmLabel={`Cancel ${what}`}
        cancelLabel="Keep it going"
        onConfirm={onCancel}
      />
    </Allowed>
  );
}
