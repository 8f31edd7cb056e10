/** The rule editor: CodeMirror in a shadow root, so that its styles need no exception from the page's policy. */
import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, linter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export interface RuleProblem { line: number; column: number; message: string; hint?: string }
interface View { state: { doc: { toString(): string; lines: number; line(number: number): { from: number; to: number } } } }
export interface Word { name: string; type: string; description: string }

// The colors keep a contrast of 4.5 on both backgrounds.
const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#0b4fb3, #a8c7fa)' },
  { tag: tags.string, color: 'light-dark(#186a3b, #9ae6b4)' },
  { tag: tags.comment, color: 'light-dark(#5f6368, #aab0b6)', fontStyle: 'italic' },
  { tag: [tags.number, tags.bool], color: 'light-dark(#8a3ffc, #d4bbff)' },
]);

const look = EditorView.theme({
  '&': { fontSize: '0.85rem', border: '1px solid light-dark(#6b7280, #9aa0a6)', borderRadius: '0.4rem', backgroundColor: 'light-dark(#fff, #16181d)', color: 'light-dark(#1c1e21, #e8eaed)' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'ui-monospace, monospace' },
  '.cm-gutters': { backgroundColor: 'light-dark(#f3f4f6, #22252b)', color: 'light-dark(#4b5563, #b6bcc4)' },
  '.cm-content': { caretColor: 'light-dark(#1c1e21, #e8eaed)' },
});

/** Opens the editor in an element. Leaves the tab key to the page after Escape, as CodeMirror does. */
export function open(
  host: HTMLElement,
  options: { text: string; words: readonly Word[]; changed(text: string): void; check(text: string): Promise<readonly RuleProblem[]> },
): { text(): string; set(text: string): void; close(): void } {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const complete = (context: { pos: number; explicit: boolean; matchBefore(word: RegExp): { from: number } | null }) => {
    const word = context.matchBefore(/[\w.]+/);
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: options.words.map(each => ({ label: each.name, detail: each.type, info: each.description })) };
  };
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        history(),
        EditorView.lineWrapping,
        indentOnInput(),
        yaml(),
        syntaxHighlighting(colors),
        look,
        autocompletion({ override: [complete] }),
        lintGutter(),
        linter(async (editor: View) => (await options.check(editor.state.doc.toString())).map(each => diagnostic(editor, each)), { delay: 400 }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': 'Rules in YAML' }),
        EditorView.updateListener.of((update: { docChanged: boolean; state: View['state'] }) => update.docChanged && options.changed(update.state.doc.toString())),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    set: (text: string) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    close: () => view.destroy(),
  };
}

function diagnostic(editor: View, problem: RuleProblem) {
  const line = editor.state.doc.line(Math.min(Math.max(problem.line, 1), editor.state.doc.lines));
  const from = Math.min(line.from + Math.max(problem.column - 1, 0), line.to);
  return { from, to: line.to, severity: 'error', message: problem.hint ? `${problem.message}; ${problem.hint}` : problem.message };
}
