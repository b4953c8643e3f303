"""The site's icons: drawn on a 24 px grid, stroked with the colour of the text around them."""

ICONS = {
    "alert": '<path d="M12 4 2.8 20h18.4L12 4z"/><path d="M12 10v4.5M12 17.4v.1"/>',
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "attach": '<path d="m19 11-7.6 7.6a4.4 4.4 0 0 1-6.2-6.2L13 4.6a3 3 0 0 1 4.2 4.2'
    'l-7.5 7.5a1.5 1.5 0 0 1-2.1-2.1L14 7.8"/>',
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15L6 17z"/><path d="M10 21.5h4"/>',
    "bookmark": '<path d="M6.5 3.5h11v17L12 16.2l-5.5 4.3v-17z"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "chevron": '<path d="m6 9.5 6 6 6-6"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2.2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "document": '<path d="M6 3.5h8l4.5 4.5v12.5H6z"/><path d="M13.5 3.5V8.5h5M9 13h6M9 16.5h6"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "edit": '<path d="m4.5 19.5 1-4.5L16 4.5l3.5 3.5L9 18.5z"/><path d="M13.5 7l3.5 3.5"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "flag": '<path d="M5.5 21V4h12l-2.5 4.2 2.5 4.3h-12"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.6 2.4'
    'c-.8.4-1.1.9-1.1 1.9M12 16.6v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "leaf": '<path d="M5 19C4 10 10 4.5 20 4.5 20 14.5 14.5 20 5 19z"/><path d="M5 19 14 10"/>',
    "link-out": '<path d="M10 5H4.5v14.5H19V14M13.5 4.5h6v6M19 5l-8.5 8.5"/>',
    "lock": '<path d="M5.5 10.5h13v10h-13zM8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17zM3.5 6.5l8.5 7 8.5-7"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "more": '<circle cx="5.5" cy="12" r="1"/><circle cx="12" cy="12" r="1"/>'
    '<circle cx="18.5" cy="12" r="1"/>',
    "people": '<circle cx="8.5" cy="8.5" r="3.5"/><path d="M2 19.5c0-4 2.5-6 6.5-6s6.5 2 6.5 6'
    'M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.2c2.6.8 4 2.6 4 5.3"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c0-4.5 3-7 8-7s8 2.5 8 7"/>',
    "phone": '<path d="M5 4h4l1.7 4.5-2.2 1.6a12 12 0 0 0 5.4 5.4l1.6-2.2L20 15v4'
    'c0 .8-.6 1.4-1.4 1.3C11 19.7 4.3 13 3.7 5.4 3.6 4.6 4.2 4 5 4z"/>',
    "pin": '<path d="M9 3.5h6l-.8 6 3.3 3.5v2h-11v-2l3.3-3.5zM12 15v6"/>',
    "place": '<path d="M12 21.5s7-6.5 7-11.5a7 7 0 0 0-14 0c0 5 7 11.5 7 11.5z"/>'
    '<circle cx="12" cy="10" r="2.5"/>',
    "poll": '<path d="M5 20v-7M12 20V4M19 20V9"/>',
    "quote": '<path d="M4.5 16.5v-4c0-3 1.5-5 4.5-6M4.5 12.5H9v4.5H4.5zM14 16.5v-4'
    'c0-3 1.5-5 4.5-6M14 12.5h4.5v4.5H14z"/>',
    "reply": '<path d="M9.5 5.5 4 11l5.5 5.5M4 11h9c4 0 7 2.5 7 7.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "talk": '<path d="M4 4.5h16v11.5h-8.5L7 20.5V16H4z"/>',
    "thank": '<path d="M12 20S3.5 15 3.5 9.2A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2.2'
    'C20.5 15 12 20 12 20z"/>',
    "trash": '<path d="M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5 7.5 20h9l1-13.5"/>',
}
