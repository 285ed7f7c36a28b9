"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Allowed } from "@/components/access";
import { reasonOf } from "@/components/scenarios/api";
import { downloadScenario } from "@/components/scenarios/download";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { tidyUp } from "../commands";
import { useEditor, useEditorStore } from "../context";
import { VersionsDialog } from "./versions-dialog";

export function MoreMenu() {
  const store = useEditorStore();
  const [showsVersions, setShowsVersions] = useState(false);
  const isReading = useEditor((state) => state.shown !== null);
  const exportIt = async () => {
    const { scenarioId, published, drain } = store.getState();
    try {
      if (!(await drain())) throw new Error("The latest changes could not be saved yet.");
      await downloadScenario(scenarioId, published.name);
    } catch (error) {
      toast.error(`Not exported: ${reasonOf(error)}`);
    }
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon-sm" variant="ghost" aria-label="More commands">
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setShowsVersions(true)}>
            Version history
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void exportIt()}>Export as a file</DropdownMenuItem>
          <DropdownMenuSeparator />
          <Allowed to="scenarios:write">
            <DropdownMenuItem disabled={isReading} onSelect={() => tidyUp(store)}>
              Tidy up the canvas
            </DropdownMenuItem>
          </Allowed>
          <DropdownMenuItem onSelect={() => store.setState({ areShortcutsShown: true })}>
            Keyboard shortcuts
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <VersionsDialog open={showsVersions} onOpenChange={setShowsVersions} />
    </>
  );
}
