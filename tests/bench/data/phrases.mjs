// What people write to businesses, in the mixture of languages that escapes of all lengths come from.

const english = ('yes please can you send the order again tomorrow morning we will be there at nine the price is fine ' +
  'thank you very much for your help I need two more boxes before friday is delivery still free over fifty where do I ' +
  'find the invoice it has not arrived yet sorry about that no problem see you soon').split(' ');
const spanish = ('buenos días mañana por la tarde está bien gracias señora cuándo llega el envío todavía no recibí nada ' +
  'quería saber si tienen más tamaños disponibles también me gustó el pequeño a qué hora abren').split(' ');
const portuguese = ('olá bom dia você pode enviar amanhã às nove não recebi ainda a informação obrigado até logo preço ' +
  'está ótimo coração então combinado endereço').split(' ');
const hindi = 'नमस्ते धन्यवाद कल सुबह भेज दीजिए कितना पैसा है ठीक है आज मिलेगा'.split(' ');
const arabic = 'مرحبا شكرا جزيلا متى يصل الطلب غدا صباحا السعر مناسب نعم لا'.split(' ');
const chinese = '你好 谢谢 明天 可以 送货 多少钱 没问题 请问 什么时候 到了'.split(' ');
const emoji = ['😀', '👍', '🙏', '❤️', '🎉', '😂', '📦', '🇧🇷'];
const links = ['https://shop.example/orders/81723?from=chat', 'https://maps.example/p/9/a', 'http://example.org/faq'];

// [percent, words, fewest, most]
const languages = [
  [50, english, 3, 26],
  [18, spanish, 3, 18],
  [14, portuguese, 3, 16],
  [8, hindi, 1, 4],
  [6, arabic, 1, 4],
  [4, chinese, 1, 5],
];

export function phrase(random) {
  let dice = random.below(100);
  const [, words, fewest, most] = languages.find(([percent]) => (dice -= percent) < 0);
  const picked = [];
  for (let left = fewest + random.below(most - fewest + 1); left > 0; --left) picked.push(random.of(words));
  let text = picked.join(' ');
  if (random.chance(18)) text += ' ' + random.of(emoji);
  if (random.chance(4)) text += '\n' + random.of(links);
  if (random.chance(2)) text = '"' + text + '"';
  return text;
}
