// A picture and a word for each type of message, for placeholders and previews. A type without an entry shows its own name.
import {
  IconAddressBook,
  IconFile,
  IconGif,
  IconListDetails,
  IconMapPin,
  IconMessage,
  IconMicrophone,
  IconPhoto,
  IconPuzzle,
  IconShoppingBag,
  IconSticker,
  IconVideo,
} from '@tabler/icons-react';

type Icon = typeof IconFile;

const kinds: Record<string, { word: string; icon: Icon }> = {
  text: { word: 'Message', icon: IconMessage },
  image: { word: 'Photo', icon: IconPhoto },
  video: { word: 'Video', icon: IconVideo },
  audio: { word: 'Audio', icon: IconMicrophone },
  document: { word: 'Document', icon: IconFile },
  sticker: { word: 'Sticker', icon: IconSticker },
  gif: { word: 'GIF', icon: IconGif },
  media_placeholder: { word: 'Media', icon: IconPhoto },
  location: { word: 'Location', icon: IconMapPin },
  contacts: { word: 'Contact card', icon: IconAddressBook },
  interactive: { word: 'Interactive message', icon: IconListDetails },
  button: { word: 'Button', icon: IconListDetails },
  template: { word: 'Template', icon: IconListDetails },
  order: { word: 'Order', icon: IconShoppingBag },
};

export function kindOf(type: string): { word: string; icon: Icon } {
  const word = type.replaceAll('_', ' ');
  return kinds[type] ?? { word: word ? word[0]?.toUpperCase() + word.slice(1) : 'Message', icon: IconPuzzle };
}
