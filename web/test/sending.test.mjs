// Templates and files of recipients become what is sent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'vite';

let vite, template, sheets, bodies;

before(async () => {
  vite = await createServer({ server: { middlewareMode: true, ws: false, watch: null }, appType: 'custom', logLevel: 'error' });
  template = await vite.ssrLoadModule('/src/sending/template_message.ts');
  bodies = await vite.ssrLoadModule('/src/sending/message_body.ts');
  sheets = await vite.ssrLoadModule('/src/campaigns/recipients_file.ts');
});

after(() => vite.close());

test('marks come in the order of their numbers, names in the order of the text, each once', () => {
  assert.deepEqual(template.marksOf('{{10}} {{2}} {{ 2 }} {{1}}'), ['1', '2', '10']);
  assert.deepEqual(template.marksOf('{{name}} and {{code}}, {{name}}'), ['name', 'code']);
  assert.deepEqual(template.marksOf(undefined), []);
});

test('each place of a template is filled in where Meta expects it', () => {
  const one = {
    name: 'sale', language: 'de',
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Hello {{name}}' },
      { type: 'FOOTER', text: 'Bye' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Yes' }, { type: 'URL', text: 'Shop', url: 'https://example.com/{{1}}' }] },
    ],
  };
  assert.deepEqual(template.placesOf(one).map((place) => place.key), ['header', 'body name', 'button 1']);
  const message = template.templateMessage(one, { header: 'media-7', 'body name': 'Anna', 'button 1': 'x' });
  assert.deepEqual(message.template, {
    name: 'sale', language: { code: 'de' },
    components: [
      { type: 'header', parameters: [{ type: 'image', image: { id: 'media-7' } }] },
      { type: 'body', parameters: [{ type: 'text', parameter_name: 'name', text: 'Anna' }] },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'x' }] },
    ],
  });
});

test('a template without places has no components, and what is filled in is never read as a mark', () => {
  const message = template.templateMessage({ name: 'hello', language: 'en' }, {});
  assert.deepEqual(message.template, { name: 'hello', language: { code: 'en' } });
  assert.equal(template.filled('{{1}} {{2}} {{3}}', (name) => ({ 1: '{{2}}', 2: '$&' })[name]), '{{2}} $& {{3}}');
});

test('a phone number is addressed by `to`, a user id by `recipient`', () => {
  const text = bodies.textMessage('Hi');
  assert.equal(bodies.addressed(text, '491715550101', undefined).to, '491715550101');
  const named = bodies.addressed(text, 'US.13491208655302741918', 'wamid.1');
  assert.equal(named.to, undefined);
  assert.equal(named.recipient, 'US.13491208655302741918');
  assert.deepEqual(named.context, { message_id: 'wamid.1' });
});

test('only what has a caption is given one, and only a document a file name', () => {
  assert.deepEqual(bodies.fileMessage('audio', 'm', 'text', 'a.ogg').audio, { id: 'm' });
  assert.deepEqual(bodies.fileMessage('document', 'm', 'text', 'a.pdf').document, { id: 'm', caption: 'text', filename: 'a.pdf' });
});

test('a file is read whatever parts its columns, with or without their names', () => {
  const semicolons = sheets.sheetOf('a.csv', '\ufeffName;Phone\r\nAnna ;+49 171 5550101\r\n\r\n"B; C";491715550102\r\n');
  assert.deepEqual(semicolons.columns, ['Name', 'Phone']);
  assert.deepEqual(semicolons.rows, [['Anna', '+49 171 5550101'], ['B; C', '491715550102']]);
  assert.equal(sheets.phoneColumn(semicolons), 1);
  const bare = sheets.sheetOf('b.csv', '491715550101\n491715550102');
  assert.deepEqual([bare.headed, bare.columns, bare.rows.length], [false, ['Column 1'], 2]);
});

test('a file in the encoding of older spreadsheets keeps its umlauts', async () => {
  const bytes = Buffer.from('Müller,491715550101', 'latin1');
  const { rows } = await sheets.readSheet(new File([bytes], 'a.csv'));
  assert.deepEqual(rows, [['Müller', '491715550101']]);
});

test('an empty file and an open quote are told', () => {
  assert.throws(() => sheets.sheetOf('a.csv', '\n\n'), /a\.csv is empty/);
  assert.throws(() => sheets.sheetOf('a.csv', 'Phone\n"49171\n'), /a\.csv: row 2/);
});

test('a file without recipients, or that is no text, is refused in words', () => {
  assert.throws(() => sheets.sheetOf('head.csv', 'Name,Phone\n'), /head\.csv has one row, and no phone number in it/);
  assert.throws(() => sheets.sheetOf('picture.csv', '\u0089PNG\r\n\u001a\n\u0000\u0000\rIHDR'), /picture\.csv is no text/);
  assert.equal(sheets.sheetOf('one.csv', '491715550101\n').rows.length, 1);
});

test('where no column looks like phone numbers none is taken for it', () => {
  assert.equal(sheets.phoneColumn(sheets.sheetOf('a.csv', 'Name,Town\nAnna,Bonn\nBernd,Köln\n')), undefined);
  assert.equal(sheets.phoneColumn(sheets.sheetOf('b.csv', 'Name,Phone\nAnna,\nBernd,491715550102\n')), 1);
});
