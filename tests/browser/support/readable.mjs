// What axe finds wrong with a page, in light and dark: nothing.
import assert from 'node:assert/strict';
import axe from 'axe-core';

export async function readable(page, schemes = ['light', 'dark']) {
  // Whatever appears under a resting pointer is not what it looks like.
  await page.mouse.move(0, 0);
  await page.locator('[role="tooltip"]').first().waitFor({ state: 'detached' });
  for (const colorScheme of schemes) {
    // Colours that are still changing would be judged half-way.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    const told = violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map((node) => node.html).join(' ')}`);
    assert.deepEqual(told, []);
  }
}
