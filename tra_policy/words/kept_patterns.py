"""The code of the methods of nouns: `python -m tra_policy.words.patterns` writes it."""
# ruff: noqa
# fmt: off
# mypy: ignore-errors

def init_0(self, /):
    pass

def init_1(self, /, p0):
    set_p0(self, p0)

def init_2(self, /, p0, p1):
    set_p0(self, p0); set_p1(self, p1)

def init_3(self, /, p0, p1, p2):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2)

def init_4(self, /, p0, p1, p2, p3):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3)

def init_5(self, /, p0, p1, p2, p3, p4):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4)

def init_6(self, /, p0, p1, p2, p3, p4, p5):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5)

def init_7(self, /, p0, p1, p2, p3, p4, p5, p6):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6)

def init_8(self, /, p0, p1, p2, p3, p4, p5, p6, p7):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7)

def init_9(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8)

def init_10(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9)

def init_11(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10)

def init_12(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11)

def init_13(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12)

def init_14(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13)

def init_15(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13); set_p14(self, p14)

def init_16(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13); set_p14(self, p14); set_p15(self, p15)

def init_17(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13); set_p14(self, p14); set_p15(self, p15); set_p16(self, p16)

def init_18(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13); set_p14(self, p14); set_p15(self, p15); set_p16(self, p16); set_p17(self, p17)

def init_19(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17, p18):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13); set_p14(self, p14); set_p15(self, p15); set_p16(self, p16); set_p17(self, p17); set_p18(self, p18)

def init_20(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17, p18, p19):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13); set_p14(self, p14); set_p15(self, p15); set_p16(self, p16); set_p17(self, p17); set_p18(self, p18); set_p19(self, p19)

def growing_2(self, /, p0, p1):
    self.p0 = p0; self.p1 = p1

def growing_2_1(self, /, p0, p1):
    p1 = make_p1() if p1 is absent else p1; self.p0 = p0; self.p1 = p1

def init_2_1(self, /, p0, p1):
    p1 = make_p1() if p1 is absent else p1; set_p0(self, p0); set_p1(self, p1)

def growing_3(self, /, p0, p1, p2):
    self.p0 = p0; self.p1 = p1; self.p2 = p2

def init_3_0(self, /, p0, p1, p2):
    p0 = make_p0() if p0 is absent else p0; set_p0(self, p0); set_p1(self, p1); set_p2(self, p2)

def init_3_0_2(self, /, p0, p1, p2):
    p0 = make_p0() if p0 is absent else p0; p2 = make_p2() if p2 is absent else p2; set_p0(self, p0); set_p1(self, p1); set_p2(self, p2)

def growing_3_2(self, /, p0, p1, p2):
    p2 = make_p2() if p2 is absent else p2; self.p0 = p0; self.p1 = p1; self.p2 = p2

def init_4_1(self, /, p0, p1, p2, p3):
    p1 = make_p1() if p1 is absent else p1; set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3)

def init_4_2(self, /, p0, p1, p2, p3):
    p2 = make_p2() if p2 is absent else p2; set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3)

def growing_4_3(self, /, p0, p1, p2, p3):
    p3 = make_p3() if p3 is absent else p3; self.p0 = p0; self.p1 = p1; self.p2 = p2; self.p3 = p3

def init_5_2_3(self, /, p0, p1, p2, p3, p4):
    p2 = make_p2() if p2 is absent else p2; p3 = make_p3() if p3 is absent else p3; set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4)

def growing_5_2_4(self, /, p0, p1, p2, p3, p4):
    p2 = make_p2() if p2 is absent else p2; p4 = make_p4() if p4 is absent else p4; self.p0 = p0; self.p1 = p1; self.p2 = p2; self.p3 = p3; self.p4 = p4

def growing_6_0_1_2_3_5(self, /, p0, p1, p2, p3, p4, p5):
    p0 = make_p0() if p0 is absent else p0; p1 = make_p1() if p1 is absent else p1; p2 = make_p2() if p2 is absent else p2; p3 = make_p3() if p3 is absent else p3; p5 = make_p5() if p5 is absent else p5; self.p0 = p0; self.p1 = p1; self.p2 = p2; self.p3 = p3; self.p4 = p4; self.p5 = p5

def growing_6_1(self, /, p0, p1, p2, p3, p4, p5):
    p1 = make_p1() if p1 is absent else p1; self.p0 = p0; self.p1 = p1; self.p2 = p2; self.p3 = p3; self.p4 = p4; self.p5 = p5

def growing_6_2_3_4_5(self, /, p0, p1, p2, p3, p4, p5):
    p2 = make_p2() if p2 is absent else p2; p3 = make_p3() if p3 is absent else p3; p4 = make_p4() if p4 is absent else p4; p5 = make_p5() if p5 is absent else p5; self.p0 = p0; self.p1 = p1; self.p2 = p2; self.p3 = p3; self.p4 = p4; self.p5 = p5

def init_6_4(self, /, p0, p1, p2, p3, p4, p5):
    p4 = make_p4() if p4 is absent else p4; set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5)

def growing_9_4_5_6(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8):
    p4 = make_p4() if p4 is absent else p4; p5 = make_p5() if p5 is absent else p5; p6 = make_p6() if p6 is absent else p6; self.p0 = p0; self.p1 = p1; self.p2 = p2; self.p3 = p3; self.p4 = p4; self.p5 = p5; self.p6 = p6; self.p7 = p7; self.p8 = p8

def init_14_11(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13):
    p11 = make_p11() if p11 is absent else p11; set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13)

def init_31(self, /, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17, p18, p19, p20, p21, p22, p23, p24, p25, p26, p27, p28, p29, p30):
    set_p0(self, p0); set_p1(self, p1); set_p2(self, p2); set_p3(self, p3); set_p4(self, p4); set_p5(self, p5); set_p6(self, p6); set_p7(self, p7); set_p8(self, p8); set_p9(self, p9); set_p10(self, p10); set_p11(self, p11); set_p12(self, p12); set_p13(self, p13); set_p14(self, p14); set_p15(self, p15); set_p16(self, p16); set_p17(self, p17); set_p18(self, p18); set_p19(self, p19); set_p20(self, p20); set_p21(self, p21); set_p22(self, p22); set_p23(self, p23); set_p24(self, p24); set_p25(self, p25); set_p26(self, p26); set_p27(self, p27); set_p28(self, p28); set_p29(self, p29); set_p30(self, p30)

def eq_0(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return () == ()

def eq_1(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, ) == (other.p0, )

def eq_2(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, ) == (other.p0, other.p1, )

def eq_3(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, ) == (other.p0, other.p1, other.p2, )

def eq_4(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, ) == (other.p0, other.p1, other.p2, other.p3, )

def eq_5(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, )

def eq_6(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, )

def eq_7(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, )

def eq_8(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, )

def eq_9(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, )

def eq_10(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, other.p9, )

def eq_11(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, other.p9, other.p10, )

def eq_12(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, other.p9, other.p10, other.p11, )

def eq_13(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, other.p9, other.p10, other.p11, other.p12, )

def eq_14(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, self.p13, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, other.p9, other.p10, other.p11, other.p12, other.p13, )

def eq_15(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, self.p13, self.p14, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, other.p9, other.p10, other.p11, other.p12, other.p13, other.p14, )

def eq_16(self, other):
    if other.__class__ is not self.__class__: return NotImplemented
    return (self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, self.p13, self.p14, self.p15, ) == (other.p0, other.p1, other.p2, other.p3, other.p4, other.p5, other.p6, other.p7, other.p8, other.p9, other.p10, other.p11, other.p12, other.p13, other.p14, other.p15, )

def hash_0(self):
    return hash(())

def hash_1(self):
    return hash((self.p0, ))

def hash_2(self):
    return hash((self.p0, self.p1, ))

def hash_3(self):
    return hash((self.p0, self.p1, self.p2, ))

def hash_4(self):
    return hash((self.p0, self.p1, self.p2, self.p3, ))

def hash_5(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, ))

def hash_6(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, ))

def hash_7(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, ))

def hash_8(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, ))

def hash_9(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, ))

def hash_10(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, ))

def hash_11(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, ))

def hash_12(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, ))

def hash_13(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, ))

def hash_14(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, self.p13, ))

def hash_15(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, self.p13, self.p14, ))

def hash_16(self):
    return hash((self.p0, self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8, self.p9, self.p10, self.p11, self.p12, self.p13, self.p14, self.p15, ))

INIT = (init_0, init_1, init_2, init_3, init_4, init_5, init_6, init_7, init_8, init_9, init_10, init_11, init_12, init_13, init_14, init_15, init_16, init_17, init_18, init_19, init_20)

MET = {
    (2, (), False): growing_2,
    (2, (1,), False): growing_2_1,
    (2, (1,), True): init_2_1,
    (3, (), False): growing_3,
    (3, (0,), True): init_3_0,
    (3, (0, 2), True): init_3_0_2,
    (3, (2,), False): growing_3_2,
    (4, (1,), True): init_4_1,
    (4, (2,), True): init_4_2,
    (4, (3,), False): growing_4_3,
    (5, (2, 3), True): init_5_2_3,
    (5, (2, 4), False): growing_5_2_4,
    (6, (0, 1, 2, 3, 5), False): growing_6_0_1_2_3_5,
    (6, (1,), False): growing_6_1,
    (6, (2, 3, 4, 5), False): growing_6_2_3_4_5,
    (6, (4,), True): init_6_4,
    (9, (4, 5, 6), False): growing_9_4_5_6,
    (14, (11,), True): init_14_11,
    (31, (), True): init_31,
}

EQ = (eq_0, eq_1, eq_2, eq_3, eq_4, eq_5, eq_6, eq_7, eq_8, eq_9, eq_10, eq_11, eq_12, eq_13, eq_14, eq_15, eq_16)

HASH = (hash_0, hash_1, hash_2, hash_3, hash_4, hash_5, hash_6, hash_7, hash_8, hash_9, hash_10, hash_11, hash_12, hash_13, hash_14, hash_15, hash_16)
