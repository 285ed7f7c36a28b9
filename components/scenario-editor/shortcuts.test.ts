import { expect, test } from "vitest";
import { shortcutOf } from "./shortcuts";

const press = (key: string, ...mods: ("ctrl" | "meta" | "shift" | "alt")[]) => ({
  key,
  ctrlKey: mods.includes("ctrl"),
  metaKey: mods.includes("meta"),
  shiftKey: mods.includes("shift"),
  altKey: mods.includes("alt"),
});

test.each([
  [press("z", "ctrl"), "Undo"],
  [press("Z", "meta"), "Undo"],
  [press("Z", "ctrl", "shift"), "Redo"],
  [press("z", "meta", "shift"), "Redo"],
  [press("y", "ctrl"), "Redo"],
  [press("f", "ctrl"), "Find a node by its name or what it does"],
  [press("F", "meta"), "Find a node by its name or what it does"],
  [press("Delete"), "Delete what is selected"],
  [press("Backspace"), "Delete what is selected"],
  [press("?", "shift"), "Show this list"],
  [press("!", "shift"), "Fit everything into sight"],
])("%j is a shortcut", (event, label) => {
  expect(shortcutOf(event)?.label).toBe(label);
});

test.each([
  press("z"),
  press("z", "ctrl", "alt"),
  press("Backspace", "ctrl"),
  press("Delete", "shift"),
  press("c", "ctrl"),
  press("f"),
  press("x"),
  press("1"),
])("%j is none", (event) => {
  expect(shortcutOf(event)).toBeUndefined();
});
