"use client";

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
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

/** JSON as text, with the place of a fault marked; its own undo within the text. */
export default function JsonEditor({
  label,
  text,
  onChange,
}: {
  label: string;
  /** Read once; later values come from the keyboard, or the caller gives it another `key`. */
  text: string;
  onChange: (text: string) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const first = useRef(text);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
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
            if (update.docChanged) latest.current(update.state.doc.toString());
          }),
          theme,
        ],
      }),
    });
    return () => view.destroy();
  }, [label]);
  return <div ref={host} data-own-undo />;
}
