"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { RadioGroup } from "radix-ui";
import { useSyncExternalStore } from "react";
import { Section } from "@/components/shell/page";

const choices = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "As the system", icon: Monitor },
] as const;

const noChanges = () => () => {};

export function Appearance() {
  const { theme, setTheme } = useTheme();
  // The server does not know the choice, which is kept in this browser.
  const hydrated = useSyncExternalStore(
    noChanges,
    () => true,
    () => false,
  );
  return (
    <Section title="Theme">
      <RadioGroup.Root
        aria-label="Theme"
        value={hydrated ? (theme ?? "system") : ""}
        onValueChange={setTheme}
        className="flex flex-wrap gap-2"
      >
        {choices.map(({ value, label, icon: Icon }) => (
          <RadioGroup.Item
            key={value}
            value={value}
            className="inline-flex h-9 items-center gap-2 rounded-md border bg-surface px-3 font-medium text-sm hover:bg-surface-2 data-[state=checked]:border-accent data-[state=checked]:text-accent"
          >
            <Icon aria-hidden className="size-4" />
            {label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </Section>
  );
}
