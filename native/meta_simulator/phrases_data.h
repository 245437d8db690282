// The table behind phrases.h; included by phrases.cpp only. Phone numbers begin with ranges set aside for fiction where
// the country has such, else with runs of fives.
#pragma once

#include <array>
#include <string_view>

#include "native/meta_simulator/phrases.h"

namespace twinline::simulator {
namespace phrases {

using Text = std::string_view;

constexpr Text en_first[] = {"Amelia", "Noah", "Priscilla", "Theo", "Zoë", "D'Angelo"};
constexpr Text en_family[] = {"Whitfield", "O'Malley", "Brookes", "St. James", "Okafor", "Lee-Hughes"};
constexpr Text en_customer[] = {"Good morning! Do you still have sourdough today?",
                                "Could I pick up the order at @ instead?",
                                "Can you make a cake for # people by Saturday?",
                                "Is there anything without nuts?",
                                "I paid by card, order number #.",
                                "Running # minutes late, sorry!",
                                "That was the best cinnamon roll I ever had.",
                                "Do you deliver on Sundays?"};
constexpr Text en_business[] = {"Your order is ready, we are open until @.", "Sure, we keep # of them for you.",
                                "Thank you! See you tomorrow at @.",         "The cake for # people would be $#5.",
                                "We are out of rye, fresh loaves at @.",     "Would you like candles with it?",
                                "All our nut-free things have a blue label."};
constexpr Text en_captions[] = {"Like this one, but for # people", "Fresh from the oven", "The label, as promised"};

constexpr Text es_first[] = {"Lucía", "Íñigo", "Begoña", "Martín", "Ainhoa"};
constexpr Text es_family[] = {"Muñoz", "Ibáñez Peña", "de la Cruz", "Núñez", "Echeverría"};
constexpr Text es_customer[] = {"¿Tenéis ensaimadas hoy?",        "¿Puedo recoger el pedido a las @?",
                                "Quería una tarta para # niños.", "¡Qué rico estaba todo!",
                                "¿Cuánto cuestan # barras?",      "Llego # minutos tarde, perdón."};
constexpr Text es_business[] = {"¡Claro! Te guardamos #.",          "Tu pedido está listo desde las @.",
                                "Mañana abrimos a las @.",          "La tarta para # personas son #5 €.",
                                "¡Gracias a ti, hasta la próxima!", "¿La quieres con nata o sin nata?"};
constexpr Text es_captions[] = {"Recién salido del horno", "Algo así para # personas"};

constexpr Text pt_first[] = {"João", "Conceição", "Inês", "Tomás"};
constexpr Text pt_family[] = {"Gonçalves", "Magalhães", "Simões", "Araújo"};
constexpr Text pt_customer[] = {"Ainda há pastéis de nata?", "Posso passar às @?", "Eram # pães de leite, por favor.",
                                "A minha avó adorou o bolo!", "Fazem entregas ao domingo?"};
constexpr Text pt_business[] = {"Há sim, guardamos #.", "Está pronto às @.", "Obrigada! Até amanhã.",
                                "O bolo leva # horas a fazer.", "Hoje fechamos às @."};
constexpr Text pt_captions[] = {"Saíram agora mesmo", "Com # velas, assim?"};

constexpr Text de_first[] = {"Jörg", "Änne", "Björn", "Käthe", "Süleyman"};
constexpr Text de_family[] = {"Großmann", "Müller-Lüdenscheidt", "Weiß", "Schröder", "Öztürk"};
constexpr Text de_customer[] = {"Habt ihr noch Roggenbrot?",      "Ich hätte gern # Brötchen für morgen früh.",
                                "Kann ich auch um @ kommen?",     "Gibt es die Torte für # Gäste?",
                                "Schöne Grüße, es war köstlich!", "Ich stehe vor der Tür, ist schon zu?"};
constexpr Text de_business[] = {"Natürlich, wir legen # zurück.", "Ab @ sind wir für Sie da.",
                                "Die Bestellung ist fertig.",     "Das macht #,50 €.",
                                "Ohne Nüsse geht auch, gern.",    "Schönes Wochenende!"};
constexpr Text de_captions[] = {"Größe ungefähr so", "Heute früh gebacken"};

constexpr Text fr_first[] = {"Élodie", "François", "Noël", "Gaëlle"};
constexpr Text fr_family[] = {"Lefèvre", "Bœuf", "d'Aubigné", "Crête"};
constexpr Text fr_customer[] = {"Bonjour, il reste des croissants ?", "Je passe vers @, ça va ?",
                                "Une pièce montée pour # invités, c'est possible ?", "C'était délicieux, merci !",
                                "Vous êtes ouverts à Noël ?"};
constexpr Text fr_business[] = {"Oui, on vous en garde #.", "C'est prêt à partir de @.", "Avec plaisir, à bientôt !",
                                "Il faut compter # jours.", "Sans gluten, c'est sur commande."};
constexpr Text fr_captions[] = {"Tout juste sorti du four", "La forme, à peu près"};

constexpr Text tr_first[] = {"Gülşen", "Çağrı", "İbrahim", "Ömer"};
constexpr Text tr_family[] = {"Yıldız", "Şahin", "Gündoğdu", "Işık"};
constexpr Text tr_customer[] = {"Simit kaldı mı?", "Saat @ gibi gelsem olur mu?", "# kişilik pasta istiyorum.",
                                "Elinize sağlık, çok güzeldi!"};
constexpr Text tr_business[] = {"Evet, # tane ayırdık.", "Siparişiniz hazır.", "Bugün @'a kadar açığız.",
                                "Teşekkür ederiz, yine bekleriz."};
constexpr Text tr_captions[] = {"Fırından yeni çıktı", "Böyle olsun"};

constexpr Text el_first[] = {"Δήμητρα", "Γιώργος", "Ειρήνη"};
constexpr Text el_family[] = {"Παπαδοπούλου", "Αγγελίδης", "Ξανθός"};
constexpr Text el_customer[] = {"Καλημέρα, έχετε τυρόπιτες;", "Μπορώ να περάσω στις @;", "Ήταν υπέροχα, ευχαριστώ!"};
constexpr Text el_business[] = {"Ναι, σας κρατάμε #.", "Είναι έτοιμα από τις @.", "Καλή σας μέρα!"};
constexpr Text el_captions[] = {"Μόλις βγήκαν", "Για # άτομα"};

constexpr Text uk_first[] = {"Олександра", "Мар'яна", "Тарас"};
constexpr Text uk_family[] = {"Шевчук", "Ґудзь", "Єременко", "Кравець"};
constexpr Text uk_customer[] = {"Добрий день! Чи є ще житній хліб?", "Можна забрати о @?", "Потрібен торт на # гостей.",
                                "Дуже смачно, дякую!"};
constexpr Text uk_business[] = {"Так, відклали для вас #.", "Замовлення готове.", "Працюємо до @.", "Гарного дня!"};
constexpr Text uk_captions[] = {"Щойно з печі", "Ось такий, на # осіб"};

constexpr Text ar_first[] = {"ليلى", "يوسف", "مريم", "سامي"};
constexpr Text ar_family[] = {"الحداد", "منصور", "العطار"};
constexpr Text ar_customer[] = {"صباح الخير، هل عندكم خبز اليوم؟", "ممكن أستلم الطلب الساعة @؟",
                                "أريد كعكة لـ # أشخاص.", "شكراً جزيلاً، كان لذيذاً!"};
constexpr Text ar_business[] = {"نعم، حجزنا لك #.", "طلبك جاهز.", "نحن مفتوحون حتى الساعة @.", "أهلاً وسهلاً بك دائماً"};
constexpr Text ar_captions[] = {"طازج من الفرن", "مثل هذه"};

constexpr Text hi_first[] = {"आरती", "विक्रम", "शालिनी", "अर्जुन"};
constexpr Text hi_family[] = {"श्रीवास्तव", "कुलकर्णी", "त्रिपाठी"};
constexpr Text hi_customer[] = {"नमस्ते, क्या आज केक मिलेगा?", "मैं @ बजे आऊँगा।", "# लोगों के लिए केक चाहिए।",
                                "बहुत स्वादिष्ट था, धन्यवाद!"};
constexpr Text hi_business[] = {"जी हाँ, # रख दिए हैं।", "आपका ऑर्डर तैयार है।", "हम @ बजे तक खुले हैं।", "फिर आइएगा!"};
constexpr Text hi_captions[] = {"अभी बना है", "ऐसा वाला"};

constexpr Text zh_first[] = {"曉雯", "志強", "美玲", "偉"};
constexpr Text zh_family[] = {"陳", "黃", "歐陽", "李"};
constexpr Text zh_customer[] = {"請問今天還有菠蘿包嗎?", "我@可以來拿嗎?", "想訂一個#人份的蛋糕。", "很好吃,多謝!"};
constexpr Text zh_business[] = {"有的,幫你留#個。", "已經準備好了。", "今天營業到@。", "歡迎再來!"};
constexpr Text zh_captions[] = {"剛出爐", "大概這樣,#人份"};

constexpr Text ja_first[] = {"さくら", "健太", "陽葵", "ジョン"};
constexpr Text ja_family[] = {"佐々木", "髙橋", "小鳥遊"};
constexpr Text ja_customer[] = {"おはようございます、食パンはまだありますか?", "@に受け取りに行きます。",
                                "#人分のケーキをお願いします。", "とてもおいしかったです!"};
constexpr Text ja_business[] = {"はい、#個お取り置きします。", "ご注文の品ができました。", "本日は@まで営業です。",
                                "またのお越しをお待ちしております。"};
constexpr Text ja_captions[] = {"焼きたてです", "このような感じで"};

}  // namespace phrases

inline constexpr std::array<Language, 12> language_table = {{
    {"en", "1415555", 11, false, phrases::en_first, phrases::en_family, phrases::en_customer, phrases::en_business,
     phrases::en_captions},
    {"es", "346555", 11, false, phrases::es_first, phrases::es_family, phrases::es_customer, phrases::es_business,
     phrases::es_captions},
    {"pt", "35191555", 12, false, phrases::pt_first, phrases::pt_family, phrases::pt_customer, phrases::pt_business,
     phrases::pt_captions},
    {"de", "491555", 13, false, phrases::de_first, phrases::de_family, phrases::de_customer, phrases::de_business,
     phrases::de_captions},
    {"fr", "3363998", 11, false, phrases::fr_first, phrases::fr_family, phrases::fr_customer, phrases::fr_business,
     phrases::fr_captions},
    {"tr", "90555", 12, false, phrases::tr_first, phrases::tr_family, phrases::tr_customer, phrases::tr_business,
     phrases::tr_captions},
    {"el", "3069555", 12, false, phrases::el_first, phrases::el_family, phrases::el_customer, phrases::el_business,
     phrases::el_captions},
    {"uk", "38050555", 12, false, phrases::uk_first, phrases::uk_family, phrases::uk_customer, phrases::uk_business,
     phrases::uk_captions},
    {"ar", "9715555", 12, false, phrases::ar_first, phrases::ar_family, phrases::ar_customer, phrases::ar_business,
     phrases::ar_captions},
    {"hi", "91555", 12, false, phrases::hi_first, phrases::hi_family, phrases::hi_customer, phrases::hi_business,
     phrases::hi_captions},
    {"zh", "852555", 11, true, phrases::zh_first, phrases::zh_family, phrases::zh_customer, phrases::zh_business,
     phrases::zh_captions},
    {"ja", "8190555", 12, true, phrases::ja_first, phrases::ja_family, phrases::ja_customer, phrases::ja_business,
     phrases::ja_captions},
}};

}  // namespace twinline::simulator
