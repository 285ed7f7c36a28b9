"use client";

import { useTheme } from "next-themes";
import { Toaster } from "sonner";

export function AppToaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-center"
      closeButton
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        classNames: {
          toast: "!bg-surface !text-foreground !border-border !rounded-md !text-sm",
          description: "!text-muted",
        },
      }}
    />
  );
}
