// Makes folds.inc, the table by which fold.cpp brings texts into the form that is searched.
//
//   node make_folds.mjs > folds.inc
//
// Folding is: compatibility decomposition (full-width and fancy letters become plain ones), no accents, lower case, and a
// few letters and signs that people type for one another. Marks that carry meaning (Indic vowels, the sounds of kana) and
// Korean syllables stay as they are. The Unicode version is that of the Node that runs this.
const pageBits = 6;
const removed = 0x8000;
const expansion = 0x8001; // and further
const last = 0x1efff; // behind it are emoji, which stay as they are
const far = 0x1000;

// Letters that decompose into nothing, and signs of which keyboards and phones have several.
const alike = {
  ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ß: 'ss', ı: 'i', ĸ: 'k', ŋ: 'n', ς: 'σ',
  ƶ: 'z', ɨ: 'i', ʉ: 'u', ɓ: 'b', ɗ: 'd', ɖ: 'd', ƙ: 'k', ɛ: 'e', ɔ: 'o', ə: 'e',
  '‘': "'", '’': "'", '‚': "'", 'ʼ': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"',
  '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '−': '-',
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه', ک: 'ك', ی: 'ي',
};
const dropped = [
  [0x00ad, 0x00ad], [0x0300, 0x036f], [0x0483, 0x0489], [0x0591, 0x05bd], [0x05bf, 0x05bf], [0x05c1, 0x05c2],
  [0x05c4, 0x05c5], [0x0640, 0x0640], [0x064b, 0x065f], [0x0670, 0x0670], [0x1ab0, 0x1aff], [0x1dc0, 0x1dff],
  [0x200b, 0x200b], [0x200e, 0x200f], [0x202a, 0x202e], [0x2060, 0x2060], [0x2066, 0x2069], [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f], [0xfe20, 0xfe2f], [0xfeff, 0xfeff],
];
const isDropped = (c) => dropped.some(([from, to]) => c >= from && c <= to);
// Only these become several letters; the others are signs that nobody searches for by their parts.
const isLigature = (c) => c < 0x0250 || c === 0x1e9e || (c >= 0xfb00 && c <= 0xfb06);
const isEnclosed = (c) => (c >= 0x10780 && c < 0x107c0) || (c >= 0x3130 && c < 0x3400) || (c >= 0xf900 && c < 0xfb00) || (c >= 0xffa0 && c < 0xffe0);
const loses = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]*$/u;
const composed = /[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

function fold(character) {
  const code = character.codePointAt(0);
  if (isDropped(code)) return '';
  if (alike[character] !== undefined) return alike[character];
  const parts = character.normalize('NFKD');
  const apart = loses.test(parts) && !composed.test(parts) ? parts : character.normalize('NFKC');
  let folded = '';
  for (const part of apart) {
    if (isDropped(part.codePointAt(0))) continue;
    const lower = part === 'İ' ? 'i' : part.toLowerCase();
    for (const each of lower) if (!isDropped(each.codePointAt(0))) folded += alike[each] ?? each;
  }
  return folded.normalize('NFC') === folded ? folded : folded.normalize('NFKC');
}

const expansions = [];
const pages = new Map(); // its values -> its number
const numbers = [];
for (let begin = 0; begin <= last; begin += 1 << pageBits) {
  const values = [];
  for (let code = begin; code < begin + (1 << pageBits); code += 1) {
    const character = code >= 0xd800 && code <= 0xdfff ? '' : String.fromCodePoint(code);
    // Emoji stay whole, and so do letters of Chinese and Korean in a circle or a square.
    const skip = character === '' || /\p{Extended_Pictographic}/u.test(character) || isEnclosed(code);
    const folded = skip ? character : fold(character);
    if (folded === character) values.push(0);
    else if (folded === '') values.push(removed);
    else if ([...folded].length === 1) values.push(step(code, folded.codePointAt(0)));
    else values.push(isLigature(code) && /^[a-z]+$/.test(folded) ? expanded(folded) : 0);
  }
  const key = values.join(',');
  if (!pages.has(key)) pages.set(key, pages.size);
  numbers.push(pages.get(key));
}
if (pages.size > 256) throw new Error(`${pages.size} pages do not fit a byte`);

// Steps are kept modulo 2^16. From above U+FFFF a short one stays there (letters of small alphabets with two cases), a long
// one leads back below (mathematical letters to plain ones).
function step(code, target) {
  const delta = (target - code) & 0xffff;
  const read = code > 0xffff && delta < far ? code + delta : (code + delta) & 0xffff;
  if (delta === 0 || read !== target || (delta >= removed && delta < removed + 0x200)) {
    throw new Error(`no room for ${code} -> ${target}`);
  }
  return delta;
}

function expanded(text) {
  if (!expansions.includes(text)) expansions.push(text);
  const value = expansion + expansions.indexOf(text);
  if (value >= removed + 0x200) throw new Error('too many expansions');
  return value;
}

function rows(values, print = (value) => value) {
  const lines = [];
  let line = ' ';
  for (const value of values) {
    const text = ` ${print(value)},`;
    if (line.length + text.length > 118) {
      lines.push(line);
      line = ' ';
    }
    line += text;
  }
  lines.push(line);
  return lines.join('\n');
}

const quoted = (text) =>
  `"${[...Buffer.from(text)].map((byte) => (byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`)).join('')}"`;

process.stdout.write(`// Written by make_folds.mjs; Unicode ${process.versions.unicode}. Do not edit.

constexpr unsigned page_bits = ${pageBits};
constexpr char32_t last_folded = 0x${last.toString(16)};
constexpr std::uint16_t removed = ${removed};
constexpr std::uint16_t first_expansion = ${expansion};
constexpr std::uint16_t far_step = ${far};

constexpr std::string_view expansions[] = {
${rows(expansions, quoted)}
};

// By page, its values: 0 the character stays, ${removed} it goes, from ${expansion} on one of the expansions, else what is added.
constexpr std::uint16_t pages[] = {
${[...pages.keys()].map((key) => rows(key.split(','))).join('\n')}
};

// By character / ${1 << pageBits}.
constexpr std::uint8_t page_of[] = {
${rows(numbers)}
};
`);
process.stderr.write(`${pages.size} pages, ${expansions.length} expansions\n`);
