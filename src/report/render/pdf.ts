import { pathToFileURL } from 'node:url';
import type { RunningBrowser } from './browser';

/**
 * Prints the report's page to a PDF, with the pictures instead of the live figures and numbered pages.
 *
 * @param index the page's file
 * @param path the PDF to write
 */
export async function printPdf({ browser }: RunningBrowser, index: string, path: string): Promise<void> {
  const context = await browser.newContext({ offline: true, javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(index).href, { waitUntil: 'load' });
    const style = 'width: 100%; font: 7pt sans-serif; color: #5b6270; text-align: center';
    await page.pdf({
      path,
      tagged: true,
      outline: true,
      preferCSSPageSize: true,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: `<div style="${style}"><span class="pageNumber"></span> / <span class="totalPages"></span></div>`,
    });
  } finally {
    await context.close();
  }
}
