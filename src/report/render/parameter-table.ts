import { escapeHtml } from '../html';
import { type ParameterValue, parseParameters } from '../run/parameters';

/**
 * The parameters of a run as an HTML table: name, value, what it means; those that were set stand out from the
 * defaults.
 *
 * @param declared the source of the cell tagged `parameters`
 * @param injected the source of the cell that papermill added, `var name: type = value;` a line, the type left out where none was declared; empty where there is none
 */
export function parameterTable(declared: string, injected: string, notebook: string): string {
  const set = readInjected(injected);
  const rows = parseParameters(declared, notebook).map((each) => {
    const given = set.has(each.name);
    const value = given ? set.get(each.name)! : each.default;
    const origin = given ? `set for this run (default ${show(each.default)})` : 'default';
    return (
      `<tr${given ? ' class="set"' : ''}><th scope="row"><code>${escapeHtml(each.name)}</code></th>` +
      `<td><code>${escapeHtml(show(value))}</code></td><td>${escapeHtml(origin)}</td><td>${escapeHtml(each.doc)}</td></tr>`
    );
  });
  if (rows.length === 0) return '';
  return `<table class="parameters"><caption>Parameters of this run</caption><tbody>${rows.join('')}</tbody></table>`;
}

function readInjected(source: string): Map<string, ParameterValue> {
  const found = [...source.matchAll(/^var ([A-Za-z_$][\w$]*)(?:: [^=]+)? = (.*);$/gm)];
  return new Map(found.map(([, name, value]) => [name, JSON.parse(value) as ParameterValue]));
}

function show(value: ParameterValue): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
