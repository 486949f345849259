import { escapeHtml } from '../html';

/** A heading of the report, for its table of contents. */
export interface Heading {
  /** 1 for a chapter, 2 for a section of it. */
  level: number;
  text: string;
  /** What a link to it points to. */
  anchor: string;
}

/**
 * Puts an anchor before each heading of a Markdown text and lists the headings.
 *
 * @param prefix begins every anchor, so that those of several notebooks differ
 * @param taken the anchors in use so far; the new ones are added
 */
export function anchorHeadings(
  markdown: string,
  prefix: string,
  taken: Set<string>,
): { markdown: string; headings: Heading[] } {
  const headings: Heading[] = [];
  let fence: string | undefined;
  const lines = markdown.split('\n').map((line) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark && (fence === undefined || mark.startsWith(fence)))
      fence = fence === undefined ? mark : undefined;
    const match = fence === undefined ? /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/.exec(line) : null;
    if (!match) return line;
    const text = plainText(match[2]);
    const anchor = unique(`${prefix}-${slug(text)}`, taken);
    headings.push({ level: match[1].length, text, anchor });
    return `<div class="anchor" id="${anchor}"></div>\n\n${line}`;
  });
  return { markdown: lines.join('\n'), headings };
}

/** The table of contents as nested lists: chapters, and their sections below. */
export function tableOfContents(headings: readonly Heading[]): string {
  const link = ({ anchor, text }: Heading): string => `<a href="#${anchor}">${escapeHtml(text)}</a>`;
  const items: string[] = [];
  for (let i = 0; i < headings.length; i++) {
    const sections: string[] = [];
    const chapter = headings[i];
    while (chapter.level === 1 && headings[i + 1]?.level > 1) {
      i++;
      if (headings[i].level === 2) sections.push(`<li>${link(headings[i])}</li>`);
    }
    items.push(`<li>${link(chapter)}${sections.length > 0 ? `<ol>${sections.join('')}</ol>` : ''}</li>`);
  }
  return `<ol>${items.join('\n')}</ol>`;
}

/** A heading's text without its marks: `The *scale*` is `The scale`. */
function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]|(?<![\w])_|_(?![\w])/g, '')
    .trim();
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
}

function unique(anchor: string, taken: Set<string>): string {
  let free = anchor;
  for (let i = 2; taken.has(free); i++) free = `${anchor}-${i}`;
  taken.add(free);
  return free;
}
