// libuchardet guesses an encoding; the C library's iconv, for which Swift has no module, converts from it.
#pragma once
#include <iconv.h>
#include <uchardet.h>
