import type { Data, Layout } from 'plotly.js-dist';
import { messageOf } from '../../common/errors';
import type { RunningBrowser } from './browser';
import { plotlyScript } from './plotly';

/** A figure as it stands in a notebook: the JSON of `application/vnd.plotly.v1+json`. */
export interface FigureJson {
  data: Partial<Data>[];
  layout?: Partial<Layout>;
}

/** A picture of a figure. */
export interface Picture {
  /** The PNG, in base64. */
  png: string;
  /** Its size in CSS pixels; the PNG has twice as many each way. */
  width: number;
  height: number;
}

/** The size of a figure whose layout names none, in CSS pixels. */
export const figureSize = { width: 860, height: 460 } as const;

/** Draws figures, one after another, on a page that is kept open. */
export interface Painter {
  draw(figure: FigureJson): Promise<Picture>;
  close(): Promise<void>;
}

// What the page's script uses of Plotly; the page is no part of this program's types.
interface PlotlyInPage {
  toImage(figure: object, options: object): Promise<string>;
}

/** Opens a page with Plotly in it: about 2 s for the page, then 40 ms a figure. */
export async function openPainter({ browser }: RunningBrowser): Promise<Painter> {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.setContent('<!doctype html><title>figures</title>');
  await page.addScriptTag({ path: await plotlyScript() });
  return {
    async draw({ data, layout }) {
      const size = { width: layout?.width ?? figureSize.width, height: layout?.height ?? figureSize.height };
      const figure = { data, layout: { paper_bgcolor: 'white', plot_bgcolor: 'white', ...layout, ...size } };
      try {
        const url = await page.evaluate(
          ([drawn, options]) =>
            (globalThis as unknown as { Plotly: PlotlyInPage }).Plotly.toImage(drawn, options),
          [figure, { format: 'png', scale: 2, ...size }] as const,
        );
        return { png: url.replace(/^data:image\/png;base64,/, ''), ...size };
      } catch (error) {
        const title = typeof layout?.title === 'object' ? layout.title.text : layout?.title;
        throw new Error(`the figure ${JSON.stringify(title ?? '')} can't be drawn: ${messageOf(error)}`);
      }
    },
    async close() {
      await context.close();
    },
  };
}
