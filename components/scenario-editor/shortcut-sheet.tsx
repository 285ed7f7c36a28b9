"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { useEditor, useEditorStore } from "./context";
import { keys, shortcuts } from "./shortcuts";

/** Every shortcut of the editor; opened with "?". */
export function ShortcutSheet() {
  const store = useEditorStore();
  const open = useEditor((state) => state.areShortcutsShown);
  return (
    <Dialog open={open} onOpenChange={(areShortcutsShown) => store.setState({ areShortcutsShown })}>
      <DialogContent title="Keyboard shortcuts">
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
          {shortcuts.map(({ combination, label }) => (
            <div key={combination} className="contents">
              <dt>
                <kbd className="rounded-sm border bg-surface-2 px-1.5 py-0.5 font-mono text-xs">
                  {keys(combination)}
                </kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
