/// Sentences of our own in encodings that have no mark of their own: the encoding's name, the text, and its bytes in base 64.
enum LegacySentences {
  static let all: [(encoding: String, text: String, base64: String)] = [
    (
      "windows-1251", "Министр иностранных дел прибыл в столицу во вторник и встретился с президентом страны. Переговоры длились три часа.",
      "zOjt6PHy8CDo7e7x8vDg7e379SDk5esg7/Do4fvrIOIg8fLu6+j28yDi7iDi8u7w7ejqIOgg4vHy8OXy6Ovx/yDxIO/w5efo5OXt8u7sIPHy8ODt+y4gz+Xw5ePu4u7w+yDk6+jr6PH8IPLw6CD34PHgLg=="
    ),
    (
      "koi8-r", "Министр иностранных дел прибыл в столицу во вторник и встретился с президентом страны. Переговоры длились три часа.",
      "7cnOydPU0iDJzs/T1NLBzs7ZyCDExcwg0NLJwtnMINcg09TPzMnD1SDXzyDX1M/SzsnLIMkg19PU0sXUyczT0SDTINDSxdrJxMXO1M/NINPU0sHO2S4g8MXSxcfP18/S2SDEzMnMydPYINTSySDewdPBLg=="
    ),
    (
      "iso-8859-7", "Ο υπουργός Εξωτερικών έφτασε στην πρωτεύουσα την Τρίτη και συναντήθηκε με τον πρόεδρο της χώρας.",
      "zyD18O/18eP88iDF7vn05fHp6v7tIN329OHz5SDz9OftIPDx+fTl/e/18+Eg9OftINTx3/TnIOrh6SDz9e3h7fTe6Ofq5SDs5SD07+0g8PH85eTx7yD05/Ig9/7x4fIu"
    ),
    (
      "shift_jis", "外務大臣は火曜日に首都に到着し、大統領と会談した。会談は三時間に及んだ。記者団の質問には答えなかった。",
      "ik+WsZHlkGKCzYnOl2qT+oLJjvGTc4LJk56ShYK1gUGR5ZOdl8yCxonvkmuCtYK9gUKJ75Jrgs2OT46eitSCyYt5gvGCvoFCi0yO0pJjgsyOv5bigsmCzZOagqaCyIKpgsGCvYFC"
    ),
    (
      "euc-jp", "外務大臣は火曜日に首都に到着し、大統領と会談した。会談は三時間に及んだ。記者団の質問には答えなかった。",
      "s7DMs8Lnv8Okz7LQzcvG/KTLvPPF1KTLxf7D5aS3oaLC58X9zs6kyLLxw8ykt6S/oaOy8cPMpM+7sLv+tNaky7XapPOkwKGjta281MPEpM68wczkpMukz8X6pKikyqSrpMOkv6Gj"
    ),
    (
      "iso-2022-jp", "外務大臣は火曜日に首都に到着し、大統領と会談した。会談は三時間に及んだ。",
      "GyRCMzBMM0JnP0MkTzJQTUtGfCRLPHNFVCRLRX5DZSQ3ISJCZ0V9Tk4kSDJxQ0wkNyQ/ISMycUNMJE87MDt+NFYkSzVaJHMkQCEjGyhC"
    ),
    (
      "gb18030", "外交部长星期二抵达首都,与总统举行了会谈。会谈持续了三个小时,双方没有回答记者的提问。",
      "zeK9u7K/s6TQx8batv611rTvyte2vCzT69fczbO+2dDQwcu74cy4oaO74cy4s9bQ+MHLyP249tChyrEsy6u3vcO709C72LTwvMfV37XEzOHOyqGj"
    ),
    (
      "big5", "外交部長星期二抵達首都,與總統舉行了會談。會談持續了三個小時,雙方沒有回答記者的提問。",
      "pX6l5rOhqvisULTBpEep6LlGrbqzoyy7UMFgss7BfKbmpEa3fL3NoUO3fL3Nq/nE8qRGpFSt06Rwrskswvmk6KhTprOmXrWqsE+qzKq6tKOw3aFD"
    ),
    (
      "uhc", "외무장관은 화요일 수도에 도착하여 대통령과 회담했다. 회담은 세 시간 동안 계속되었다.",
      "v9y5q8DlsPzAuiDIrb/kwM8gvPa1tb+hILW1wvjHz7+pILTrxeu3ybD6IMi4tOPH37TZLiDIuLTjwLogvLwgvcOwoyC1v77IILDovNO1x776tNku"
    ),
    (
      "windows-1250",
      "Minister spraw zagranicznych przybył we wtorek do stolicy i spotkał się z prezydentem. Później odbyła się też żywa dyskusja o zbożu, źródłach energii i śledztwie.",
      "TWluaXN0ZXIgc3ByYXcgemFncmFuaWN6bnljaCBwcnp5YnmzIHdlIHd0b3JlayBkbyBzdG9saWN5IGkgc3BvdGthsyBzaeogeiBwcmV6eWRlbnRlbS4gUPOfbmllaiBvZGJ5s2Egc2nqIHRlvyC/eXdhIGR5c2t1c2phIG8gemJvv3UsIJ9y82SzYWNoIGVuZXJnaWkgaSCcbGVkenR3aWUu"
    ),
  ]
}
