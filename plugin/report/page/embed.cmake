# cmake -DIN=FILE -DOUT=HEADER -P embed.cmake: a file as the characters of a C array.
file(READ ${IN} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE ${OUT} "${bytes}\n")
