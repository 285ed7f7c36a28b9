"use client";

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";

const theme = EditorView.theme({
  "&": {
    fontSize: "12px",
    border: "1px solid var(--border)",
    borderRadius: "6px",
    backgroundColor: "var(--surface)",
    color: "var(--foreground)",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "0" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", minHeight: "8rem", maxHeight: "24rem" },
  ".cm-gutters": {
    backgroundColor: "var(--surface-2)",
    color: "var(--muted)",
    border: "none",
  },
  ".cm-content": { caretColor: "var(--foreground)" },
  ".cm-cursor": { borderLeftColor: "var(--foreground)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--foreground)" },
});

/** In the colours of the theme, light and dark. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--foreground)" },
  { tag: tags.string, color: "var(--info)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--success)" },
  { tag: [tags.punctuation, tags.separator], color: "var(--muted)" },
]);

const fromOutside = Annotation.define<boolean>();

/** What to replace for `before` to become `after`, as little as possible; null when they are equal. */
function differenceTo(before: string, after: string) {
  if (before === after) return null;
  const room = Math.min(before.length, after.length);
  let from = 0;
  while (from < room && before[from] === after[from]) from++;
  let end = 0;
  while (end < room - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** JSON as text, with the place of a fault marked; its own undo within the text. */
export default function JsonEditor({
  label,
  text,
  onChange,
  onBlur,
}: {
  label: string;
  /** What it shows. A text that was not typed here replaces what differs, wherever the cursor is. */
  text: string;
  onChange: (text: string) => void;
  onBlur?: () => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const first = useRef(text);
  const view = useRef<EditorView>(null);
  const latest = useRef({ onChange, onBlur });
  useEffect(() => {
    latest.current = { onChange, onBlur };
  });
  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          bracketMatching(),
          syntaxHighlighting(colours),
          json(),
          linter(jsonParseLinter()),
          lintGutter(),
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, "data-own-undo": "" }),
          EditorView.updateListener.of((update) => {
            const isOwn = !update.transactions.some((one) => one.annotation(fromOutside));
            if (update.docChanged && isOwn) latest.current.onChange(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({ blur: () => latest.current.onBlur?.() }),
          theme,
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label]);
  useEffect(() => {
    const change = view.current && differenceTo(view.current.state.doc.toString(), text);
    if (change) view.current?.dispatch({ changes: change, annotations: fromOutside.of(true) });
  }, [text]);
  return <div ref={host} data-own-undo />;
}
